-- Lines belong to a draft of their organisation. Checked once per statement: a foreign key on each of thousands of
-- lines cost a third of writing them.
create or replace function app.guard_document_lines() returns trigger language plpgsql as $$
begin
  if exists (select 1 from (select distinct document_id, organisation_id from touched) t
      left join billing_documents d on d.id = t.document_id and d.organisation_id = t.organisation_id
      where d.id is null or d.state = 'final') then
    raise exception 'an issued document never changes, and a line belongs to a document of its organisation' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
