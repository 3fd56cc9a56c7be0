-- A credit note changes what the month was worth, so its availability is assessed again; not one that gives a service
-- credit itself.
create or replace function app.note_credit_note() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from billing_document_lines where document_id = new.id and kind <> 'service_credit') then
    insert into sla_overtaken_months (organisation_id, period) values (new.organisation_id, new.period);
  end if;
  return null;
end $$;

revoke execute on function app.note_credit_note() from public;
