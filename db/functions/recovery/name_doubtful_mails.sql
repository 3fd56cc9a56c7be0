-- Subject and recipient of mails that two people decide on. Staff read no other mail: a text may hold a link to set a password.
create or replace function app.name_doubtful_mails(p_ids text[])
returns table (id text, subject text, recipient text, created_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.subject, m.recipient, m.created_at
  from mail_messages m join doubtful_sendings d on d.subject = m.id
  where m.id = any (p_ids) and d.state <> 'done'
$$;

revoke execute on function app.name_doubtful_mails(text[]) from public;
grant execute on function app.name_doubtful_mails(text[]) to andromede_operator;
