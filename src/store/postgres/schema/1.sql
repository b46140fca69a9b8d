-- The tables of a store. The company is the first column of every key. Bodies are stored forms (store/record); beside them are the columns
-- that statements ask for.

-- What names the store among others.
CREATE TABLE house (
    company bigint PRIMARY KEY,
    identity bytea NOT NULL
);

-- One row for each company, 0 for what belongs to none: the end of its journal, its counts, its lease. Every writer of a company locks it.
CREATE TABLE head (
    company bigint PRIMARY KEY,
    sequence bigint NOT NULL DEFAULT 0,
    chain bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000',
    commits bigint NOT NULL DEFAULT 0,
    counts bytea,
    next_run bigint NOT NULL DEFAULT 1,
    fence bigint NOT NULL DEFAULT 0,
    holder text,
    expires bigint NOT NULL DEFAULT 0,
    doubt text,
    doubt_run bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- Leases of logins.
CREATE TABLE login (
    company bigint NOT NULL,
    login bigint NOT NULL,
    holder text NOT NULL,
    expires bigint NOT NULL,
    PRIMARY KEY (company, login)
);

-- The journal: frames as in its files, one chain for each company. Rows are added, never changed.
CREATE TABLE journal (
    company bigint NOT NULL,
    sequence bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    frame bytea NOT NULL,
    PRIMARY KEY (company, sequence)
);

-- Documents, payments and contacts. `hash` is that of what the provider told last; none for a record that is lost.
CREATE TABLE record (
    company bigint NOT NULL,
    kind smallint NOT NULL,
    id bytea NOT NULL,
    hash bigint,
    number bigint NOT NULL,
    vanished boolean NOT NULL,
    settled boolean NOT NULL,
    wanting boolean NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, kind, id)
);
CREATE INDEX record_number ON record (number, company) WHERE number <> 0;

-- What changed in a record, by the entry of the journal that tells it.
CREATE TABLE change (
    company bigint NOT NULL,
    kind smallint NOT NULL,
    id bytea NOT NULL,
    sequence bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, kind, id, sequence)
);

CREATE TABLE run (
    company bigint NOT NULL,
    id bigint NOT NULL,
    status smallint NOT NULL,
    fence bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, id)
) WITH (fillfactor = 70);
CREATE INDEX run_id ON run (id);
CREATE INDEX run_running ON run (company, id) WHERE status = 0;

CREATE TABLE run_error (
    company bigint NOT NULL,
    run bigint NOT NULL,
    sequence bigint NOT NULL,
    place bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, run, sequence, place)
);

-- State of a feed's sync, and the identifiers that its scan has seen.
CREATE TABLE feed (
    company bigint NOT NULL,
    feed text NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, feed)
);
CREATE TABLE scan (
    company bigint NOT NULL,
    feed text NOT NULL,
    page bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, feed, page)
);

-- Own records: the current version of each, and those before it.
CREATE TABLE own (
    company bigint NOT NULL,
    kind integer NOT NULL,
    id bytea NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, kind, id)
);
CREATE TABLE own_past (
    company bigint NOT NULL,
    kind integer NOT NULL,
    id bytea NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, kind, id, version)
);

-- The outbox. `due` is in microseconds; none for an item that is not taken up by itself.
CREATE TABLE item (
    company bigint NOT NULL,
    queue integer NOT NULL,
    id bytea NOT NULL,
    waiting boolean NOT NULL,
    due bigint,
    body bytea NOT NULL,
    PRIMARY KEY (company, queue, id)
);
CREATE INDEX item_due ON item (queue, due) WHERE waiting;

-- One row for each queue: locked while items are added, so that its limit holds.
CREATE TABLE queue (
    company bigint NOT NULL,
    queue integer NOT NULL,
    PRIMARY KEY (company, queue)
);
INSERT INTO queue (company, queue) VALUES (0, 1), (0, 2);

-- The second wall: a transaction sees the companies that it was begun for, whatever its statements ask for. It holds for the owner of the
-- tables too; a superuser passes it.
ALTER TABLE head ENABLE ROW LEVEL SECURITY;
ALTER TABLE head FORCE ROW LEVEL SECURITY;
ALTER TABLE login ENABLE ROW LEVEL SECURITY;
ALTER TABLE login FORCE ROW LEVEL SECURITY;
ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal FORCE ROW LEVEL SECURITY;
ALTER TABLE record ENABLE ROW LEVEL SECURITY;
ALTER TABLE record FORCE ROW LEVEL SECURITY;
ALTER TABLE change ENABLE ROW LEVEL SECURITY;
ALTER TABLE change FORCE ROW LEVEL SECURITY;
ALTER TABLE run ENABLE ROW LEVEL SECURITY;
ALTER TABLE run FORCE ROW LEVEL SECURITY;
ALTER TABLE run_error ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_error FORCE ROW LEVEL SECURITY;
ALTER TABLE feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed FORCE ROW LEVEL SECURITY;
ALTER TABLE scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan FORCE ROW LEVEL SECURITY;
ALTER TABLE own ENABLE ROW LEVEL SECURITY;
ALTER TABLE own FORCE ROW LEVEL SECURITY;
ALTER TABLE own_past ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_past FORCE ROW LEVEL SECURITY;
ALTER TABLE item ENABLE ROW LEVEL SECURITY;
ALTER TABLE item FORCE ROW LEVEL SECURITY;
ALTER TABLE queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue FORCE ROW LEVEL SECURITY;

CREATE POLICY company ON head USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON login USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON record USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON change USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON run USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON run_error USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON feed USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON scan USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON own USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON own_past USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON item USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY company ON queue USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
-- The journal only grows: no policy lets a row be changed or deleted.
CREATE POLICY company ON journal FOR SELECT USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
CREATE POLICY grow ON journal FOR INSERT WITH CHECK (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));

-- The directory: what must be known before any record is. One row of `directory` is locked by every change of it and counts them.
CREATE TABLE directory (
    company bigint PRIMARY KEY,
    version bigint NOT NULL,
    next_company bigint NOT NULL,
    next_login bigint NOT NULL
);
INSERT INTO directory (company, version, next_company, next_login) VALUES (0, 0, 1, 1);

-- A row for each company (login 0) and for each login (company 0).
CREATE TABLE listed (
    company bigint NOT NULL,
    login bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (company, login)
);

-- Small documents by their name, such as the tokens.
CREATE TABLE sheet (
    company bigint NOT NULL,
    name text NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (company, name)
);

-- Changes that were made lately, so that one whose connection was lost is not made twice.
CREATE TABLE listed_change (
    company bigint NOT NULL,
    mark bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (company, mark)
);

-- Secrets, sealed to an identity that the database does not have.
CREATE TABLE secret (
    company bigint NOT NULL,
    name text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    body bytea NOT NULL,
    PRIMARY KEY (company, name)
);

ALTER TABLE directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE directory FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON directory USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
ALTER TABLE listed ENABLE ROW LEVEL SECURITY;
ALTER TABLE listed FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON listed USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
ALTER TABLE sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE sheet FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON sheet USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
ALTER TABLE listed_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE listed_change FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON listed_change USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE secret FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON secret USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
