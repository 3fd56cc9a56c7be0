-- When a recovery begins, everything that waits to be sent may have left after the restored moment: it waits
-- for two people. A recovery that ends without a loss ends the doubt of its own. What an earlier recovery decided is
-- in doubt again: it may have been carried out in the meantime.
create or replace function app.doubt_sendings() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if old.ended_at is null and new.data_lost is false then
      delete from doubtful_sendings where doubted_at = new.began_at and state in ('open', 'proposed');
    end if;
    return null;
  end if;
  if new.ended_at is not null then return null; end if;
  insert into doubtful_sendings (id, kind, subject, doubted_at, state)
    select 'dsd_' || substr(w.id, 5), w.kind, w.id, new.began_at, 'open' from (
      select id, 'mail' as kind from mail_messages where state = 'queued'
      union all select id, 'webhook' from webhook_deliveries where state = 'waiting'
      union all select id, 'einvoice' from document_deliveries where state = 'waiting'
      union all select id, 'payment_report' from payment_reports where state = 'waiting'
      union all select id, 'declaration' from declarations where state = 'waiting'
      union all select id, 'debit_file' from direct_debit_batches where state = 'prepared'
      union all select id, 'debit' from direct_debits where state = 'planned') w
    on conflict (subject) do update set doubted_at = excluded.doubted_at, state = 'open', outcome = null, reference = null,
      proposed_by_staff_id = null, proposed_at = null, decided_by_staff_id = null, decided_at = null, ended_at = null;
  return null;
end $$;
