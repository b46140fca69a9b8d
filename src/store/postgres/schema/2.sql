-- Quotas of services, used up by all processes together. Times are microseconds of the database's clock.
CREATE TABLE quota (
    company bigint NOT NULL,
    name text NOT NULL,
    ceiling bigint,
    remaining bigint,
    resets bigint,
    blocked bigint,
    PRIMARY KEY (company, name)
) WITH (fillfactor = 50);

-- What was granted to each process and is not answered yet; it counts until its time.
CREATE TABLE quota_share (
    company bigint NOT NULL,
    name text NOT NULL,
    holder text NOT NULL,
    taken bigint NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (company, name, holder)
) WITH (fillfactor = 50);

ALTER TABLE quota ENABLE ROW LEVEL SECURITY;
ALTER TABLE quota FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON quota USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
ALTER TABLE quota_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE quota_share FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON quota_share USING (
    (SELECT current_setting('faktura.every', true)) = 'yes'
    OR company = ANY ((SELECT coalesce(nullif(current_setting('faktura.companies', true), ''), '{}'))::bigint[]));
