/**
 * The file's layout and its history. Why it looks like this: docs/decisions/0002-sqlite-layout.md.
 */

/** Written into the file's header, so that another program's database is never taken for ours: "LRom". */
export const applicationId = 0x4c526f6d;

/**
 * Forward migrations, in order; PRAGMA user_version counts those that a file has been through. A
 * released entry is never changed: whoever needs another layout appends one.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE writer (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL) STRICT;
  INSERT INTO writer VALUES (1, 0);

  CREATE TABLE stream (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    compacted INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE event (
    stream INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    traits INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person TEXT,
    archive_id TEXT,
    ordinal INTEGER,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    commit_id INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (stream, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE foreign_archive_id (
    stream INTEGER NOT NULL,
    archive_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (stream, archive_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE feed (
    epoch INTEGER NOT NULL,
    last INTEGER NOT NULL,
    commits TEXT NOT NULL,
    PRIMARY KEY (epoch, last)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE checkpoint (name TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE snapshot (stream INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;

  CREATE TABLE snapshot_part (
    stream INTEGER NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (stream, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    session TEXT NOT NULL,
    stream INTEGER NOT NULL,
    PRIMARY KEY (session, stream)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE person (key TEXT PRIMARY KEY, jid TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;

  CREATE TABLE room (
    jid TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT,
    description TEXT,
    listed INTEGER NOT NULL DEFAULT 0,
    occupants INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX room_listed ON room (jid) WHERE listed = 1;
  CREATE INDEX room_key ON room (key);

  CREATE TABLE room_count (listed INTEGER PRIMARY KEY, rooms INTEGER NOT NULL) STRICT;
  INSERT INTO room_count VALUES (0, 0), (1, 0);
  CREATE TRIGGER room_added AFTER INSERT ON room BEGIN
    UPDATE room_count SET rooms = rooms + 1 WHERE listed = new.listed;
  END;
  CREATE TRIGGER room_removed AFTER DELETE ON room BEGIN
    UPDATE room_count SET rooms = rooms - 1 WHERE listed = old.listed;
  END;
  CREATE TRIGGER room_relisted AFTER UPDATE OF listed ON room WHEN old.listed <> new.listed BEGIN
    UPDATE room_count SET rooms = rooms - 1 WHERE listed = old.listed;
    UPDATE room_count SET rooms = rooms + 1 WHERE listed = new.listed;
  END;
  `,
  `
  CREATE TABLE recent (
    place INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    traits INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person TEXT,
    archive_id TEXT,
    ordinal INTEGER,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    commit_id INTEGER NOT NULL,
    payload TEXT NOT NULL
  ) STRICT;
  `,
  // The only place that looks into events: rooms of before the index get what their record says.
  `
  CREATE TABLE membership (
    person TEXT NOT NULL,
    stream INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (person, stream)
  ) STRICT, WITHOUT ROWID;

  WITH happened AS (
    SELECT stream, number, kind, person, payload FROM event WHERE kind IN ('created', 'affiliated', 'destroyed')
    UNION ALL
    SELECT stream, number, kind, person, payload FROM recent WHERE kind IN ('created', 'affiliated', 'destroyed')
  ), told AS (
    SELECT stream, number, person AS whom, 1 AS belongs FROM happened WHERE kind = 'created'
    UNION ALL
    SELECT
      stream,
      number,
      json_extract(payload, '$.whom'),
      json_extract(payload, '$.facts.outcast') IS NULL AND coalesce(
        json_extract(payload, '$.facts.manager'),
        json_extract(payload, '$.facts.member'),
        json_extract(payload, '$.facts.presenter')
      ) IS NOT NULL
    FROM happened WHERE kind = 'affiliated'
  ), newest AS (
    SELECT stream, whom, belongs, max(number) FROM told GROUP BY stream, whom
  )
  INSERT INTO membership
  SELECT
    whom,
    stream,
    max(
      coalesce((SELECT max(number) FROM event WHERE event.stream = newest.stream), 0),
      coalesce((SELECT max(number) FROM recent WHERE recent.stream = newest.stream), 0)
    )
  FROM newest
  WHERE belongs
    AND whom IS NOT NULL
    AND stream NOT IN (SELECT stream FROM happened WHERE kind = 'destroyed');
  `,
  // `folded` is our own function (connection.ts). Of rooms from before, more is known when they are next described.
  `
  ALTER TABLE room ADD COLUMN language TEXT NOT NULL DEFAULT '';
  ALTER TABLE room ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN real_jids INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE room ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
  ALTER TABLE room ADD COLUMN description_folded TEXT NOT NULL DEFAULT '';
  ALTER TABLE room ADD COLUMN address_folded TEXT NOT NULL DEFAULT '';
  UPDATE room SET
    name_folded = folded(coalesce(name, '')),
    description_folded = folded(coalesce(description, '')),
    address_folded = folded(jid);
  `,
  // The category of rooms from before there were any is src/store/shown.ts's first one.
  `
  ALTER TABLE room ADD COLUMN category TEXT NOT NULL DEFAULT 'default';
  ALTER TABLE room ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN auditorium INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN members_only INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN addin TEXT NOT NULL DEFAULT '';
  UPDATE room SET address_folded = folded(jid) WHERE address_folded = '';

  DROP INDEX room_listed;
  CREATE INDEX room_shown ON room (jid, category) WHERE listed = 1 AND disabled = 0;
  CREATE INDEX room_category ON room (category, jid, listed, disabled);

  DROP TRIGGER room_added;
  DROP TRIGGER room_removed;
  DROP TRIGGER room_relisted;
  DROP TABLE room_count;
  CREATE TABLE room_count (
    category TEXT NOT NULL,
    shown INTEGER NOT NULL,
    rooms INTEGER NOT NULL,
    PRIMARY KEY (category, shown)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO room_count SELECT category, listed AND NOT disabled, count(*) FROM room GROUP BY 1, 2;
  CREATE TRIGGER room_added AFTER INSERT ON room BEGIN
    INSERT INTO room_count VALUES (new.category, new.listed AND NOT new.disabled, 1)
      ON CONFLICT DO UPDATE SET rooms = rooms + 1;
  END;
  CREATE TRIGGER room_removed AFTER DELETE ON room BEGIN
    UPDATE room_count SET rooms = rooms - 1
      WHERE category = old.category AND shown = (old.listed AND NOT old.disabled);
    DELETE FROM room_count
      WHERE category = old.category AND shown = (old.listed AND NOT old.disabled) AND rooms = 0;
  END;
  CREATE TRIGGER room_moved AFTER UPDATE OF category, listed, disabled ON room
    WHEN old.category <> new.category
      OR (old.listed AND NOT old.disabled) <> (new.listed AND NOT new.disabled) BEGIN
    UPDATE room_count SET rooms = rooms - 1
      WHERE category = old.category AND shown = (old.listed AND NOT old.disabled);
    DELETE FROM room_count
      WHERE category = old.category AND shown = (old.listed AND NOT old.disabled) AND rooms = 0;
    INSERT INTO room_count VALUES (new.category, new.listed AND NOT new.disabled, 1)
      ON CONFLICT DO UPDATE SET rooms = rooms + 1;
  END;

  CREATE TABLE audit (
    place INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person TEXT
  ) STRICT;
  CREATE INDEX audit_at ON audit (at);
  CREATE INDEX audit_stream ON audit (stream, at);
  CREATE INDEX audit_person ON audit (person, at);
  `,
  `
  ALTER TABLE room ADD COLUMN kept_days INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN kept_longer INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE room ADD COLUMN kept_behind INTEGER NOT NULL DEFAULT 0;
  `,
];

/**
 * `event.traits`: two marks, above them the version of the payload's format (32 bits), and above that another mark, which
 * came later.
 */
export const replacedTrait = 1;
export const compactableTrait = 2;
export const versionFactor = 4;
export const auditedTrait = 2 ** 40;
