package io.cameo.service.catalogue;

import java.util.List;

/**
 * What a change has to be followed by elsewhere, and is noted in its own transaction: copies in
 * regions, in the table {@code region_copy}, and purges of the CDN.
 *
 * @param regions those that have to get a copy of every version; empty when the store is in one
 *     place
 */
public record Outboxes(List<String> regions, CdnNotes cdn) {

  /** The store is in one place, and there is no CDN. */
  public static final Outboxes NONE = new Outboxes(List.of(), CdnNotes.OFF);

  public Outboxes {
    regions = List.copyOf(regions);
  }

  /**
   * The statement that makes an intended version live, writes its line, notes what follows and
   * announces it: one call of the database, because every upload makes it. Its parameters: the
   * version, the action, the actor's name, address and request, the regions, the channel, the
   * announcement.
   */
  String makeLive() {
    return """
        with made as (
          update version set state = 'LIVE', delete_after = null
          where id = ? and state = 'PENDING' and delete_after > now()
          returning id, subject
        ), line as (
          insert into audit (action, outcome, actor, subject, version, address, request_id)
          select ?, 'done', ?, subject, id, ?, ? from made
        )%s%s
        select pg_notify(?, ?)::text from made
        """
        .formatted(regions.isEmpty() ? "" : copies(), cdn.afterUpload());
  }

  private String copies() {
    return """
        , copies as (
          insert into region_copy (region, version)
          select region, id from made, unnest(array[%s]) as region
        )"""
        .formatted(String.join(", ", regions.stream().map(name -> "?::text").toList()));
  }
}
