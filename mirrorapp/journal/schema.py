"""The journal's tables, as numbered steps from nothing to now."""

import sqlite3
from contextlib import closing

# Tells our files from other programs' SQLite files: the letters "mirr".
APPLICATION_ID = 0x6D697272

# Words (verdicts, outcomes) carry no CHECK: a later version brings new ones without rebuilding
# a table of years, in a step of its own, so that an older program refuses what it can't read.
_FIRST = f"""
PRAGMA application_id = {APPLICATION_ID};

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    profile TEXT NOT NULL,
    routine TEXT NOT NULL,
    started TEXT NOT NULL,               -- ISO 8601 with offset, as are saved and ended
    started_us INTEGER NOT NULL,         -- the same instant, microseconds since 1970 in UTC
    saved TEXT NOT NULL,                 -- when something of this session was last written
    ended TEXT,                          -- NULL while it goes on
    outcome TEXT,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
    pain INTEGER NOT NULL CHECK (pain IN (0, 1)),
    app_version TEXT NOT NULL,           -- of the program that measured it
    CHECK ((ended IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX session_by_start ON session (demo, started_us);
CREATE INDEX session_unfinished ON session (started_us) WHERE ended IS NULL;

CREATE TABLE exercise_set (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    exercise TEXT NOT NULL,
    planned_reps INTEGER NOT NULL,
    unjudged_s REAL NOT NULL,
    UNIQUE (session_id, number)
) STRICT;

CREATE TABLE repetition (                -- times on the camera's clock; left is the user's left
    set_id INTEGER NOT NULL REFERENCES exercise_set (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    start_s REAL NOT NULL,
    bottom_s REAL NOT NULL,
    end_s REAL NOT NULL,
    depth REAL NOT NULL,
    judged INTEGER NOT NULL CHECK (judged IN (0, 1)),
    left_verdict TEXT NOT NULL,
    left_kt REAL,                        -- NULL: could not be told
    left_ka REAL,
    left_valgus_deg REAL,
    left_uncertainty_deg REAL,
    right_verdict TEXT NOT NULL,
    right_kt REAL,
    right_ka REAL,
    right_valgus_deg REAL,
    right_uncertainty_deg REAL,
    PRIMARY KEY (set_id, number)
) STRICT, WITHOUT ROWID;
"""

_CHECKS = """
CREATE TABLE check_result (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    name TEXT NOT NULL,                  -- of the check
    unit TEXT NOT NULL,
    reason TEXT,                         -- why something could not be told
    judged_fraction REAL NOT NULL,
    depth REAL,
    camera TEXT NOT NULL,
    method INTEGER NOT NULL,
    UNIQUE (session_id, name)
) STRICT;

CREATE TABLE check_value (
    result_id INTEGER NOT NULL REFERENCES check_result (id) ON DELETE CASCADE,
    name TEXT NOT NULL,                  -- left, right (the user's own) or ankles
    value REAL NOT NULL,
    uncertainty REAL NOT NULL,
    scatter REAL NOT NULL,
    judged INTEGER NOT NULL,
    PRIMARY KEY (result_id, name)
) STRICT, WITHOUT ROWID;
"""

_PEOPLE = """
ALTER TABLE session ADD COLUMN pain_before INTEGER;   -- 0-10, NULL: not answered
ALTER TABLE session ADD COLUMN pain_after INTEGER;
ALTER TABLE session ADD COLUMN sore INTEGER;          -- 0, 1 or NULL, as is breath
ALTER TABLE session ADD COLUMN breath INTEGER;
ALTER TABLE session ADD COLUMN skipped TEXT NOT NULL DEFAULT '[]';  -- JSON: ids of exercises
ALTER TABLE exercise_set ADD COLUMN side TEXT;        -- left or right, NULL: both at once
ALTER TABLE exercise_set ADD COLUMN touched INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exercise_set ADD COLUMN asked_s REAL;     -- of a hold, else NULL
ALTER TABLE exercise_set ADD COLUMN held_s REAL;
ALTER TABLE exercise_set ADD COLUMN eased INTEGER;
ALTER TABLE exercise_set ADD COLUMN hold_judged INTEGER;
ALTER TABLE repetition ADD COLUMN side TEXT;          -- the leg it was done on, NULL: both

CREATE TABLE profile (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    height_cm INTEGER,
    depth_most REAL,
    flags TEXT NOT NULL,                 -- JSON, as are the other lists
    share_health INTEGER NOT NULL CHECK (share_health IN (0, 1)),
    screening_asked TEXT,                -- NULL: not asked yet
    screening_yes TEXT NOT NULL,
    screening_cleared TEXT,
    acknowledged TEXT NOT NULL,          -- rule: when
    saved TEXT NOT NULL
) STRICT;

CREATE TABLE skipped_day (
    profile TEXT NOT NULL,
    day TEXT NOT NULL,                   -- local date, ISO 8601
    PRIMARY KEY (profile, day)
) STRICT, WITHOUT ROWID;
"""

_SCREENINGS = """
CREATE TABLE screened (                  -- all there ever were; the profile has the last one
    profile TEXT NOT NULL,
    asked TEXT NOT NULL,
    yes TEXT NOT NULL,                   -- JSON
    cleared TEXT,
    PRIMARY KEY (profile, asked)
) STRICT, WITHOUT ROWID;
INSERT INTO screened SELECT id, screening_asked, screening_yes, screening_cleared
    FROM profile WHERE screening_asked IS NOT NULL;
"""

_MEASURED = """
ALTER TABLE session ADD COLUMN planned TEXT NOT NULL DEFAULT '[]';  -- JSON: [exercise, sets]
ALTER TABLE session ADD COLUMN method INTEGER;        -- NULL: of before this was kept
ALTER TABLE session ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN camera TEXT NOT NULL DEFAULT '';
ALTER TABLE repetition ADD COLUMN left_movement_deg REAL;  -- NULL: as the other measures
ALTER TABLE repetition ADD COLUMN right_movement_deg REAL;

CREATE TABLE calibration (
    id INTEGER PRIMARY KEY,
    made TEXT NOT NULL,                  -- ISO 8601 with offset
    name TEXT NOT NULL,                  -- the camera, and how it was set
    source TEXT NOT NULL,
    width_px INTEGER NOT NULL,
    height_px INTEGER NOT NULL,
    rotate INTEGER NOT NULL,
    lens TEXT NOT NULL,
    floor_mark_m REAL NOT NULL,
    height_m REAL NOT NULL,              -- where it was, each with its uncertainty, one sigma
    tilt_deg REAL NOT NULL,
    roll_deg REAL NOT NULL,
    vfov_deg REAL NOT NULL,
    distance_m REAL NOT NULL,
    height_m_u REAL NOT NULL,
    tilt_deg_u REAL NOT NULL,
    roll_deg_u REAL NOT NULL,
    vfov_deg_u REAL NOT NULL,
    distance_m_u REAL NOT NULL
) STRICT;
CREATE INDEX calibration_by_time ON calibration (made);

CREATE TABLE session_calibration (       -- in force while something was done, in this order
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    calibration_id INTEGER REFERENCES calibration (id),  -- NULL: none was
    PRIMARY KEY (session_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (                    -- of the programme, as it was told at a session's start
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL,
    en TEXT NOT NULL,
    de TEXT NOT NULL,
    PRIMARY KEY (session_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE acknowledged (              -- all there ever were; the profile has each rule's last
    profile TEXT NOT NULL,
    rule TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (profile, rule, at)
) STRICT, WITHOUT ROWID;
INSERT INTO acknowledged SELECT p.id, read.key, read.value FROM profile AS p, json_each(
    CASE WHEN json_valid(p.acknowledged) THEN p.acknowledged ELSE '{}' END) AS read
    WHERE read.type = 'text';

CREATE INDEX session_by_profile ON session (profile, demo);
CREATE INDEX check_result_by_name ON check_result (name, session_id);
"""

# What changes an old session throws away what was made of it, whoever changes it.
_LAID_ASIDE = """
CREATE TABLE laid_aside (                -- what a profile's sessions up to one leave for today
    profile TEXT PRIMARY KEY,
    session_id INTEGER NOT NULL,
    past TEXT NOT NULL                   -- JSON; may be thrown away, and is made again
) STRICT, WITHOUT ROWID;
CREATE TRIGGER laid_aside_changed AFTER UPDATE ON session BEGIN
    DELETE FROM laid_aside
        WHERE profile IN (old.profile, new.profile) AND session_id >= old.id;
END;
CREATE TRIGGER laid_aside_erased AFTER DELETE ON session BEGIN
    DELETE FROM laid_aside WHERE profile = old.profile AND session_id >= old.id;
END;
CREATE TRIGGER laid_aside_added AFTER INSERT ON session BEGIN
    DELETE FROM laid_aside WHERE profile = new.profile AND session_id >= new.id;
END;
"""

_WHY = """
ALTER TABLE repetition ADD COLUMN left_why TEXT;   -- it was not judged; NULL: it was, or not known
ALTER TABLE repetition ADD COLUMN right_why TEXT;
ALTER TABLE exercise_set ADD COLUMN refused TEXT NOT NULL DEFAULT '{}';  -- JSON: why, and seconds
"""

# STEPS[n] leads from version n to n + 1. A published step is never changed; add another.
STEPS = (_FIRST, _CHECKS, _PEOPLE, _SCREENINGS, _MEASURED, _LAID_ASIDE, _WHY)

_COLUMNS = """
SELECT t.name, c.name, c.type, c."notnull", c.pk
FROM sqlite_master AS t, pragma_table_info(t.name) AS c ORDER BY t.name, c.cid
"""
_LINKS = """
SELECT t.name, f."table", f."from", f."to", f.on_delete
FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS f ORDER BY t.name, f.id, f.seq
"""


def version(db: sqlite3.Connection) -> int:
    """How many steps the file has had."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def is_foreign(db: sqlite3.Connection) -> bool:
    """Whether the file holds another program's tables."""
    used = db.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()[0]
    return bool(used) and db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID


def is_whole(db: sqlite3.Connection) -> bool:
    """Whether a file of the newest version has all tables, columns and links its steps make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        migrate(model)
        return all(_listed(db, query) == _listed(model, query) for query in (_COLUMNS, _LINKS))


def _listed(db: sqlite3.Connection, query: str) -> list[tuple[str | int, ...]]:
    return [tuple(row) for row in db.execute(query)]


def migrate(db: sqlite3.Connection) -> None:
    """Take the steps that are missing, each whole or not at all. Raises `sqlite3.Error`."""
    for number in range(version(db), len(STEPS)):
        try:
            db.executescript(f"BEGIN IMMEDIATE; {STEPS[number]}"
                             f"PRAGMA user_version = {number + 1}; COMMIT;")
        except sqlite3.Error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
