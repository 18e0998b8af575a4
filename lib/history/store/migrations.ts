import type { Sql } from './sqlite'
import { numberIn } from './sqlite'

/** Kinds that tell whether a node could be reached. */
export const REACH_KINDS = ['nodeConnected', 'nodeLost', 'nodeRefused'] as const

/**
 * Each takes the schema one version on; a released one is never changed. `user_version` says how many were done.
 * Events are in the order of `at`, those of one millisecond in the order they were recorded in (`seq`). `id` is unique, so
 * recording an event twice records it once. A `run` is a time in which somebody recorded, `seen` when that was last so. A
 * `removal` says since when a node isn't followed any more.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    node TEXT NOT NULL,
    kind TEXT NOT NULL,
    mac TEXT,
    vni INTEGER,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_at ON event (at);
  CREATE INDEX event_node ON event (node, at);
  CREATE INDEX event_kind ON event (kind, at);
  CREATE INDEX event_mac ON event (mac, at) WHERE mac IS NOT NULL;
  CREATE INDEX event_vni ON event (vni, at) WHERE vni IS NOT NULL;
  CREATE INDEX event_reach ON event (node, at) WHERE kind IN ('nodeConnected', 'nodeLost', 'nodeRefused');
  CREATE TABLE keyframe (
    node TEXT NOT NULL,
    at INTEGER NOT NULL,
    head TEXT NOT NULL,
    fdb TEXT NOT NULL,
    rows INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (node, at)
  ) STRICT;
  CREATE INDEX keyframe_at ON keyframe (at);
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  `,
  // Counting events never looks at their bodies. What was recorded before runs were is taken for one of them.
  `
  CREATE INDEX event_count ON event (kind, at, node, vni);
  CREATE TABLE run (started INTEGER PRIMARY KEY, seen INTEGER NOT NULL) STRICT;
  INSERT INTO run (started, seen)
    SELECT coalesce(min(e.first, k.first), e.first, k.first), coalesce(max(e.last, k.last), e.last, k.last)
    FROM (SELECT (SELECT min(at) FROM event) AS first, (SELECT max(at) FROM event) AS last) AS e,
      (SELECT (SELECT min(at) FROM keyframe) AS first, (SELECT max(at) FROM keyframe) AS last) AS k
    WHERE coalesce(e.first, k.first) IS NOT NULL;
  CREATE TABLE removal (node TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (node, at)) STRICT;
  `,
  // The audit log: entries are added, never changed, and go by age alone.
  `
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    result TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_at ON audit (at);
  CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_kept BEFORE DELETE ON audit
    WHEN OLD.at >= coalesce((SELECT value FROM meta WHERE name = 'auditFloor'), 0)
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
]

export const versionOf = (sql: Sql): number => numberIn(sql.all('PRAGMA user_version')[0], 'user_version') ?? 0

/** Brings an older file to the newest schema, each step in a transaction of its own. */
export const migrate = (sql: Sql, migrations: readonly string[] = MIGRATIONS): void => {
  for (let version = versionOf(sql); version < migrations.length; version += 1) {
    const step = migrations[version] ?? ''
    sql.transaction(() => {
      sql.exec(step)
      sql.exec(`PRAGMA user_version = ${version + 1}`)
    })
  }
}
