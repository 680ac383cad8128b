"""A page of a closed folder cannot be removed: a trigger of one table that names another."""

from kpacite.platform.triggers import TriggerSet

PAGES = TriggerSet(
    table="guarded_page",
    sqlite=(
        "CREATE TRIGGER kpa_guarded_page_kept BEFORE DELETE ON guarded_page"
        " WHEN EXISTS (SELECT 1 FROM guarded_folder f WHERE f.id = OLD.folder_id AND f.closed)"
        " BEGIN SELECT RAISE(ABORT, 'the folder is closed'); END",
    ),
    postgresql=(
        """CREATE OR REPLACE FUNCTION kpa_guarded_page_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT 1 FROM guarded_folder f WHERE f.id = OLD.folder_id AND f.closed) THEN
                RAISE EXCEPTION 'the folder is closed' USING ERRCODE = '23514';
            END IF;
            RETURN OLD; END $$""",
        "CREATE TRIGGER kpa_guarded_page_kept BEFORE DELETE ON guarded_page"
        " FOR EACH ROW EXECUTE FUNCTION kpa_guarded_page_kept()",
    ),
)
