/**
 * Tells people and programs what the operator announces: the address {@code /v1/admin/maintenance},
 * the feed {@code /v1/status.atom}, signed webhooks, and e-mail to operators and to users.
 *
 * <p>A notice's event is written in the transaction of its change. A job gives it its deliveries,
 * one row for each recipient and never two, and sends them; nothing of it runs in a request. Events
 * of pictures can be sent the same way one day: an event is a type and a time, and only {@link
 * io.cameo.service.notify.NoticeEvent} knows more.
 *
 * <p>Data: tables {@code notice_event}, {@code notice_delivery} and {@code notice_endpoint}. May
 * import: accounts, catalogue, switches, http, settings.
 */
@NullMarked
package io.cameo.service.notify;

import org.jspecify.annotations.NullMarked;
