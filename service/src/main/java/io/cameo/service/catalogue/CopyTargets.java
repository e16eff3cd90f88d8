package io.cameo.service.catalogue;

import java.util.List;

/**
 * Regions that have to get a copy of every version. Each is noted in the table {@code region_copy}
 * by the statement that makes a version live.
 *
 * @param regions their names; empty when the store is in one place
 */
public record CopyTargets(List<String> regions) {

  /** The store is in one place. */
  public static final CopyTargets NONE = new CopyTargets(List.of());

  public CopyTargets {
    regions = List.copyOf(regions);
  }

  /**
   * The statement that makes an intended version live, writes its line, notes its copies and
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
        )%s
        select pg_notify(?, ?)::text from made
        """
        .formatted(regions.isEmpty() ? "" : copies());
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
