package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeFeed;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Notes what a CDN has to let go of, in the table {@code cdn_purge} and in the transaction of the
 * change itself, so that none is forgotten. Changes of one subject share a row; one whose proof is
 * still outstanding is joined, and the work on it begins anew.
 *
 * @param on whether a CDN is purged at all; nothing is written otherwise
 */
public record CdnNotes(boolean on) {

  /** There is no CDN, or nothing purges it. */
  public static final CdnNotes OFF = new CdnNotes(false);

  private static final String INTO =
      "insert into cdn_purge as p (subject, takedown, renditions, hashes, erasures)\n";

  private static final String JOINED =
      """
      on conflict (subject) do update set
        takedown = excluded.takedown or (p.takedown and p.proven_at is null),
        renditions = case when p.proven_at is null
          then array(select distinct unnest(p.renditions || excluded.renditions))
          else excluded.renditions end,
        hashes = case when p.proven_at is null
          then array(select distinct unnest(p.hashes || excluded.hashes))
          else excluded.hashes end,
        erasures = case when p.proven_at is null
          then p.erasures || excluded.erasures else excluded.erasures end,
        asked_at = case when p.proven_at is null then p.asked_at else now() end,
        generation = p.generation + 1, due_at = now(), purged_at = null, purges = 0, tries = 0,
        answer = '', proven_at = null
      """;

  /** Names of the renditions of versions {@code v} under {@code /a/}. */
  private static final String RENDITIONS =
      """
      select replace(v.id::text, '-', '') || '/' || (one ->> 'name')
      from %s v, jsonb_array_elements(v.objects) as one
      where one ->> 'name' not like 'master%%'
      """;

  /** Part of the statement that makes a version live: notes what its row {@code made} says. */
  String afterUpload() {
    return on
        ? """
        , purge as (
          %s
          select subject, false, '{}'::text[],
            array(select hash from identity where identity.subject = made.subject), '{}'::uuid[]
          from made
          %s
        )"""
            .formatted(INTO, JOINED)
        : "";
  }

  /** Another picture is current; all others of the subject are shown as before. */
  void changed(JdbcClient sql, String subject) {
    note(sql, subject, false, List.of(), List.of());
  }

  /**
   * Versions are not shown any more; to be called while their rows are there.
   *
   * @param erasures certificates that wait for the proof
   */
  void takenDown(
      JdbcClient sql, String subject, Collection<UUID> versions, Collection<UUID> erasures) {
    note(sql, subject, true, versions, erasures);
    if (on) {
      for (UUID erasure : erasures) {
        sql.sql("insert into cdn_proof (erasure) values (?)").param(erasure).update();
      }
    }
  }

  private void note(
      JdbcClient sql,
      String subject,
      boolean takedown,
      Collection<UUID> versions,
      Collection<UUID> erasures) {
    if (!on) {
      return;
    }
    sql.sql(
            INTO
                + "select ?, ?, array("
                + RENDITIONS.formatted("version")
                + """
                  and v.id = any (cast(? as uuid[]))),
                  array(select hash from identity where subject = ?), cast(? as uuid[])
                """
                + JOINED)
        .params(subject, takedown, ids(versions), subject, ids(erasures))
        .update();
  }

  /** Hashes have another owner, or none. */
  void identitiesChanged(JdbcClient sql, String subject, Collection<String> hashes) {
    if (!on || hashes.isEmpty()) {
      return;
    }
    sql.sql(
            INTO
                + """
                select ?, false, '{}'::text[],
                  array(select decode(hash, 'hex') from unnest(string_to_array(?, ',')) as hash),
                  '{}'::uuid[]
                """
                + JOINED)
        .params(subject, String.join(",", hashes))
        .update();
  }

  /**
   * The rows of retired versions go, and with them what their immutable addresses show. Every node
   * is told, because one that still remembers a version would give it to the CDN again.
   */
  void reaped(JdbcClient sql, Collection<UUID> versions) {
    if (!on) {
      return;
    }
    sql.sql(
            """
            with gone as (
              select id, subject, objects from version
              where id = any (cast(? as uuid[])) and state = 'RETIRED' and not withdrawn
            ), purge as (
            """
                + INTO
                + "select subject, true, array_agg(rendition), '{}'::bytea[], '{}'::uuid[] from"
                + " gone, lateral ("
                + RENDITIONS.formatted("(select gone.id, gone.objects)")
                + ") as each (rendition) group by subject\n"
                + JOINED
                + ") select pg_notify(?, 'version ' || replace(id::text, '-', '')) from gone")
        .params(ids(versions), ChangeFeed.CHANNEL)
        .query((row, index) -> index)
        .list();
  }

  private static String[] ids(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }
}
