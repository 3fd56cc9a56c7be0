-- The rows of an append-only table never change, regardless of the role's privileges.
create or replace function app.refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;
