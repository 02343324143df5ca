/** The database's shape, as the steps that make it: each is run once, in this order, and never changed once it is released. */
export interface Migration {
  /** Number and name: « 0001_first ». */
  name: string;
  sql: string;
}

export const migrations: readonly Migration[] = [
  {
    name: '0001_first',
    sql: `
-- Versions of documents: one that is deleted and made anew never has an old one's.
CREATE SEQUENCE versions;

CREATE TABLE conversations (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  channel_id text NOT NULL,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  user_id text,
  network text,
  ended boolean,
  last_seq integer NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
CREATE INDEX conversations_updated ON conversations (updated_at, no);
CREATE INDEX conversations_channel ON conversations (channel_id, no);

-- By the conversation's number, which only grows: new rows go to the end of the index, whatever the table's size.
CREATE TABLE activities (
  conversation bigint NOT NULL REFERENCES conversations ON DELETE CASCADE,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  activity jsonb NOT NULL,
  note jsonb,
  PRIMARY KEY (conversation, seq)
);

-- One row per turn. What is counted and filtered by stands in columns of its own.
CREATE TABLE turns (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Null once nothing but figures is left.
  conversation bigint REFERENCES conversations ON DELETE CASCADE,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  channel_id text NOT NULL,
  network text,
  region text,
  user_id text,
  kind text NOT NULL,
  entry text,
  intent text,
  place text,
  asks text,
  recommends text,
  confidence double precision,
  release text,
  ms double precision,
  error_reference text,
  opinion text,
  choice text,
  state text,
  reply_ids text[] NOT NULL DEFAULT '{}',
  decision jsonb NOT NULL,
  question text,
  reply text,
  comment text,
  annotations jsonb NOT NULL DEFAULT '[]',
  words tsvector
);
CREATE UNIQUE INDEX turns_conversation ON turns (conversation, seq);
-- Listing, purge and export go by date; all that is counted stands in the index, so that a million turns are counted without
-- reading their texts. No partitions: a conversation is erased by its number, whatever its dates, and unique numbers would need the date.
CREATE INDEX turns_at ON turns (at, no) INCLUDE (conversation, channel_id, network, region, kind, entry, intent, place, asks,
  recommends, confidence, release, opinion, state, choice);
CREATE INDEX turns_kind ON turns (kind, at, no);
CREATE INDEX turns_entry ON turns (entry, at, no) WHERE entry IS NOT NULL;
CREATE INDEX turns_network ON turns (network, at, no) WHERE network IS NOT NULL;
CREATE INDEX turns_region ON turns (region, at, no) WHERE region IS NOT NULL;
CREATE INDEX turns_release ON turns (release, at, no);
CREATE INDEX turns_opinion ON turns (opinion, at, no) WHERE opinion IS NOT NULL;
CREATE INDEX turns_state ON turns (state, at, no) WHERE state IS NOT NULL;
CREATE INDEX turns_user ON turns (user_id, at, no) WHERE user_id IS NOT NULL;
-- New words wait in a short list before they are sorted in: short, because searches read it whole.
CREATE INDEX turns_words ON turns USING gin (words) WITH (gin_pending_list_limit = 512);

CREATE TABLE bot_state (
  key text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  item json NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE sheets (
  id text COLLATE "C" PRIMARY KEY,
  sheet json NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sheets_expiry ON sheets (expires_at);

CREATE TABLE releases (
  version text COLLATE "C" PRIMARY KEY,
  record json NOT NULL,
  files json NOT NULL,
  compiled bytea NOT NULL
);
-- Packed already: compressing it again costs seconds and gains nothing.
ALTER TABLE releases ALTER COLUMN compiled SET STORAGE EXTERNAL;

CREATE TABLE activations (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version text COLLATE "C" NOT NULL REFERENCES releases,
  at timestamptz NOT NULL,
  who text NOT NULL,
  why text NOT NULL
);

CREATE TABLE staff_records (
  kind text NOT NULL,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  value json NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (kind, id)
);

CREATE TABLE journal (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  who text NOT NULL,
  action text NOT NULL,
  target text,
  network text,
  detail json
);
CREATE INDEX journal_at ON journal (at, no);
CREATE INDEX journal_target ON journal (target, at, no) WHERE target IS NOT NULL;

CREATE TABLE used_tickets (
  id text COLLATE "C" PRIMARY KEY,
  expires bigint NOT NULL
);
CREATE INDEX used_tickets_expiry ON used_tickets (expires);

CREATE TABLE installation (
  name text PRIMARY KEY,
  value bytea NOT NULL
);
`,
  },
  {
    name: '0002_count_new_turns_quickly',
    sql: `
-- An index counts without its table only what a vacuum has seen. By default one comes after a fifth of a table is new: that fifth
-- is the weeks that staff look at. New turns are swept by the thousand, whatever the table's size.
ALTER TABLE turns SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000);
`,
  },
];
