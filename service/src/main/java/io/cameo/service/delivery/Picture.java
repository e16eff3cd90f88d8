package io.cameo.service.delivery;

/**
 * A picture in memory, ready to be sent.
 *
 * @param bytes the whole file; not to be changed
 * @param contentType media type
 * @param etag strong entity tag with its quotes
 * @param disposition value of {@code Content-Disposition}
 */
record Picture(byte[] bytes, String contentType, String etag, String disposition) {}
