-- When a recovery begins, everything that waits to be sent may have left after the restored moment: it waits for two
-- people. What is in doubt already stays in the doubt of its own recovery, with its proposal, so that a later one without
-- a loss does not end it. What was released before is in doubt again: it may have left in the meantime.
create or replace function app.doubt_sendings() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_mails jsonb;
begin
  if tg_op = 'UPDATE' then
    if old.ended_at is null and new.data_lost is false then
      with freed as (
        delete from doubtful_sendings where doubted_at = new.began_at and state in ('open', 'proposed') returning kind, subject)
      select jsonb_agg(jsonb_build_object('payload', jsonb_build_object('mailId', subject), 'key', 'mail:' || subject))
        into v_mails from freed where kind = 'mail';
      -- The job of a mail ended if it ran while the mail was in doubt.
      if v_mails is not null then perform queue_api.enqueue_jobs('send_mail', v_mails); end if;
    end if;
    -- A proposal from before the loss may have been confirmed and carried out in what was lost.
    if old.ended_at is null and new.data_lost then
      update doubtful_sendings set state = 'open', outcome = null, reference = null,
        proposed_by_staff_id = null, proposed_at = null where state = 'proposed' and proposed_at < new.began_at;
    end if;
    return null;
  end if;
  if new.ended_at is not null then return null; end if;
  insert into doubtful_sendings as d (id, kind, subject, doubted_at, state)
    select 'dsd_' || substr(w.id, 5), w.kind, w.id, new.began_at, 'open' from (
      select id, 'mail' as kind from mail_messages where state = 'queued'
      union all select id, 'webhook' from webhook_deliveries where state = 'waiting'
      union all select id, 'einvoice' from document_deliveries where state = 'waiting'
      union all select id, 'payment_report' from payment_reports where state = 'waiting'
      union all select id, 'declaration' from declarations where state = 'waiting'
      union all select id, 'debit_file' from direct_debit_batches where state = 'prepared'
      union all select id, 'debit' from direct_debits where state = 'planned') w
    -- A decision that no worker carried out may have been carried out in what was lost.
    on conflict (subject) do update set doubted_at = case d.state when 'done' then excluded.doubted_at else d.doubted_at end,
      state = 'open', outcome = null, reference = null,
      proposed_by_staff_id = null, proposed_at = null, decided_by_staff_id = null, decided_at = null, ended_at = null
      where d.state in ('waiting', 'done');
  return null;
end $$;
