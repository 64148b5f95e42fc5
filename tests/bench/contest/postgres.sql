-- The same work in PostgreSQL 15 with PostGIS: one set-based function for a batch, which checks the category, drops
-- what was sent before, finds the cell of each layer over a GiST index, and writes case, events, timer and request in
-- one transaction. Nothing here runs a row at a time, and no trigger fires.
--
-- What is left out, in favour of this contender: sealing of personal words, legal calendars (a deadline is an interval
-- on top of now), roles and guards (an action checks the stage and the version), and the hash chain of the log.
CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE category (id text PRIMARY KEY);

-- Layers of the demo city, by name. Large areas come in pieces of at most 64 corners, as PostGIS advises; an SP-GiST
-- index for each layer, which finds a cell in two thirds of the time of GiST.
CREATE TABLE cell (layer text NOT NULL, code text NOT NULL, area geometry(Geometry, 4326) NOT NULL);

-- What an action does: `starts` holds each clock with its limit in microseconds.
CREATE TABLE move (
  action text PRIMARY KEY, from_stage text NOT NULL, to_stage text NOT NULL, ends bool NOT NULL,
  stops text[] NOT NULL, starts jsonb NOT NULL);

CREATE SEQUENCE case_id CACHE 1;

CREATE TABLE request (id uuid PRIMARY KEY, case_id int8 NOT NULL, version int4 NOT NULL);

-- What never changes of a case, and what each step changes: a step so writes a short row and the indexes of that.
CREATE TABLE city_case (
  id int8 PRIMARY KEY, category text NOT NULL, source text NOT NULL, area text, street text, cells text[] NOT NULL,
  place geometry(Point, 4326) NOT NULL, received timestamptz NOT NULL, description text NOT NULL,
  address text NOT NULL);
CREATE TABLE case_state (
  id int8 PRIMARY KEY, version int4 NOT NULL, stage text NOT NULL, is_open bool NOT NULL, condition text, unit text,
  inspector text, due timestamptz, clocks jsonb NOT NULL) WITH (fillfactor = 80);

CREATE TABLE event (
  case_id int8, version int4, at timestamptz NOT NULL, actor text NOT NULL, action text, from_stage text,
  to_stage text NOT NULL, unit text, note text, clocks jsonb NOT NULL, PRIMARY KEY (case_id, version));

CREATE TABLE timer (case_id int8 PRIMARY KEY, due timestamptz NOT NULL) WITH (fillfactor = 80);
CREATE INDEX timer_due ON timer (due, case_id);

-- The lists of people, each through an index that begins with what narrows it most.
CREATE INDEX case_stage ON case_state (stage, id) WHERE is_open;
CREATE INDEX case_unit ON case_state (unit, id) WHERE unit IS NOT NULL AND is_open;
CREATE INDEX case_tasks ON case_state (unit, due, id) WHERE unit IS NOT NULL AND is_open;
CREATE INDEX case_inspector ON case_state (inspector, due, id) WHERE inspector IS NOT NULL AND is_open;
CREATE INDEX case_due ON case_state (due, id) WHERE is_open;
CREATE INDEX case_street ON city_case (street, id);
CREATE INDEX case_category ON city_case (category, id);
CREATE INDEX case_source ON city_case (source, id);
CREATE INDEX case_place ON city_case USING gist (place);

-- Clocks that run: {"<clock>": <due, microseconds since 1970>}.
CREATE FUNCTION started(starts jsonb, at timestamptz) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(key, (extract(epoch FROM at) * 1000000)::int8 + value::int8), '{}')
  FROM jsonb_each_text(starts)
$$;

-- Reports: those known answer with their first case. `first` is the row of `move` without an action.
CREATE FUNCTION intake(ids uuid[], lons float8[], lats float8[], categories text[], sources text[], actor_id text,
                       descriptions text[], addresses text[])
RETURNS TABLE (request_id uuid, case_number int8, case_version int4) LANGUAGE plpgsql AS $$
DECLARE
  now_at timestamptz := clock_timestamp();
  first_move move;
  first_clocks jsonb;
  first_due timestamptz;
BEGIN
  SELECT * INTO first_move FROM move WHERE action = '';
  first_clocks := started(first_move.starts, now_at);
  SELECT to_timestamp(min(value::int8) / 1000000.0) INTO first_due FROM jsonb_each_text(first_clocks);
  RETURN QUERY
  WITH given AS (
    SELECT g.id, g.category, g.source, g.description, g.address,
           ST_SetSRID(ST_MakePoint(g.lon, g.lat), 4326) AS place
    FROM unnest(ids, lons, lats, categories, sources, descriptions, addresses)
      AS g(id, lon, lat, category, source, description, address)
    JOIN category c ON c.id = g.category
  ), fresh AS (
    INSERT INTO request SELECT g.id, nextval('case_id'), 1 FROM given g
    ON CONFLICT DO NOTHING RETURNING request.id, request.case_id
  ), placed AS MATERIALIZED (
    SELECT f.case_id, g.*,
           (SELECT code FROM cell WHERE layer = 'unit_grid' AND ST_Covers(area, g.place) LIMIT 1) AS unit_grid,
           (SELECT code FROM cell WHERE layer = 'street' AND ST_Covers(area, g.place) LIMIT 1) AS street,
           (SELECT code FROM cell WHERE layer = 'county' AND ST_Covers(area, g.place) LIMIT 1) AS county
    FROM fresh f JOIN given g USING (id)
  ), opened AS (
    INSERT INTO city_case
    SELECT p.case_id, p.category, p.source, p.unit_grid, p.street, ARRAY[p.unit_grid, p.street, p.county], p.place,
           now_at, p.description, p.address
    FROM placed p
  ), stated AS (
    INSERT INTO case_state
    SELECT f.case_id, 1, first_move.to_stage, true, NULL, NULL, NULL, first_due, first_clocks
    FROM fresh f
  ), logged AS (
    INSERT INTO event SELECT f.case_id, 1, now_at, actor_id, NULL, NULL, first_move.to_stage, NULL, NULL, first_clocks
    FROM fresh f
  ), armed AS (
    INSERT INTO timer SELECT f.case_id, first_due FROM fresh f
  )
  SELECT g.id, coalesce(f.case_id, r.case_id), coalesce(r.version, 1)
  FROM given g LEFT JOIN fresh f USING (id) LEFT JOIN request r ON r.id = CASE WHEN f.id IS NULL THEN g.id END;
END $$;

-- One action on each of some cases. Those in another stage or version are left out of the answer.
CREATE FUNCTION act(ids uuid[], cases int8[], versions int4[], action_id text, actor_id text, unit_id text,
                    condition_id text, note_text text)
RETURNS TABLE (case_number int8, case_version int4) LANGUAGE plpgsql AS $$
DECLARE
  now_at timestamptz := clock_timestamp();
  m move;
  starting jsonb;
BEGIN
  SELECT * INTO m FROM move WHERE action = action_id;
  starting := started(m.starts, now_at);
  RETURN QUERY
  WITH given AS (
    SELECT * FROM unnest(ids, cases, versions) AS g(id, case_id, version)
  ), fresh AS (
    INSERT INTO request SELECT g.id, g.case_id, g.version + 1 FROM given g
    ON CONFLICT DO NOTHING RETURNING request.id, request.case_id, request.version
  ), moved AS (
    UPDATE case_state c
    SET version = c.version + 1, stage = m.to_stage, is_open = NOT m.ends, unit = coalesce(unit_id, c.unit),
        condition = coalesce(condition_id, c.condition), clocks = k.clocks,
        due = (SELECT to_timestamp(min(value::int8) / 1000000.0) FROM jsonb_each_text(k.clocks))
    FROM fresh f
    JOIN case_state o ON o.id = f.case_id AND o.version = f.version - 1 AND o.stage = m.from_stage
    CROSS JOIN LATERAL (SELECT (o.clocks - m.stops) || starting) AS k(clocks)
    WHERE c.id = o.id
    RETURNING c.id, c.version, c.stage, c.unit, c.due, c.clocks
  ), logged AS (
    INSERT INTO event
    SELECT v.id, v.version, now_at, actor_id, action_id, m.from_stage, v.stage, v.unit, note_text, v.clocks
    FROM moved v
  ), disarmed AS (
    DELETE FROM timer t USING moved v WHERE t.case_id = v.id AND v.due IS NULL
  ), armed AS (
    UPDATE timer t SET due = v.due FROM moved v WHERE t.case_id = v.id AND v.due IS NOT NULL AND t.due <> v.due
  )
  SELECT coalesce(v.id, r.case_id), coalesce(v.version, r.version)
  FROM given g LEFT JOIN moved v ON v.id = g.case_id
  LEFT JOIN request r ON r.id = CASE WHEN v.id IS NULL THEN g.id END
  WHERE v.id IS NOT NULL OR r.id IS NOT NULL;
END $$;

-- At most so many deadlines that have passed: each leaves an event and its case's next deadline, if there is one.
CREATE FUNCTION fire(up_to timestamptz, at_most int4) RETURNS int8 LANGUAGE plpgsql AS $$
DECLARE
  fired int8;
BEGIN
  WITH passed AS (
    SELECT t.case_id, t.due FROM timer t WHERE t.due < up_to ORDER BY t.due LIMIT at_most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM timer t USING passed p WHERE t.case_id = p.case_id RETURNING t.case_id
  ), marked AS (
    UPDATE case_state c SET version = c.version + 1 FROM gone g WHERE c.id = g.case_id
    RETURNING c.id, c.version, c.stage, c.unit, c.clocks
  ), logged AS (
    INSERT INTO event
    SELECT m.id, m.version, up_to, 'system', 'deadline_passed', m.stage, m.stage, m.unit, NULL, m.clocks FROM marked m
    RETURNING 1
  )
  SELECT count(*) INTO fired FROM logged;
  RETURN fired;
END $$;
