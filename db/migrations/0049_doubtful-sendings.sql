-- What waited to be sent in a restored database may have left before: two people decide whether it is sent or was sent.
create table doubtful_sendings (
  id text primary key,
  kind text not null,
  -- The id of the mail, delivery, report, declaration, file or debit.
  subject text not null,
  -- When its recovery began, or when it was planned after one.
  doubted_at timestamptz not null,
  state text not null,
  outcome text,
  -- Where the proposer found it, or why it is sent.
  reference text,
  proposed_by_staff_id text,
  proposed_at timestamptz,
  decided_by_staff_id text,
  decided_at timestamptz,
  ended_at timestamptz,
  constraint doubtful_sendings_subject_unique unique (subject),
  constraint doubtful_sendings_kind check (kind in ('mail', 'webhook', 'einvoice', 'payment_report', 'declaration', 'debit_file',
    'debit')),
  constraint doubtful_sendings_state check (state in ('open', 'proposed', 'waiting', 'done')
    and (outcome is null) = (state = 'open') and (outcome is null or outcome in ('send', 'sent'))
    and (reference is null) = (state = 'open')
    and (proposed_by_staff_id is null) = (state = 'open') and (proposed_at is null) = (state = 'open')
    and (decided_by_staff_id is null) = (state in ('open', 'proposed')) and (decided_at is null) = (state in ('open', 'proposed'))
    and (ended_at is null) = (state <> 'done')),
  constraint doubtful_sendings_two_people check (decided_by_staff_id <> proposed_by_staff_id),
  constraint doubtful_sendings_proposed_by_staff_id_staff_accounts_id_fk
    foreign key (proposed_by_staff_id) references staff_accounts (id),
  constraint doubtful_sendings_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id)
);
create index doubtful_sendings_undone on doubtful_sendings (state, id) where state <> 'done';
grant select, insert on doubtful_sendings to andromede_operator, andromede_worker;
grant update (state, outcome, reference, proposed_by_staff_id, proposed_at, decided_by_staff_id, decided_at)
  on doubtful_sendings to andromede_operator;
grant update (state, ended_at) on doubtful_sendings to andromede_worker;
create trigger doubtful_sendings_guard before insert or update on doubtful_sendings
  for each row when (current_user in ('andromede_operator', 'andromede_worker')) execute function app.guard_doubtful_sendings();
create trigger recoveries_doubt_sendings after insert or update on recoveries
  for each row execute function app.doubt_sendings();

-- Names what a person compares with the receiver's log.
grant select (event, endpoint_id, organisation_id, created_at) on webhook_deliveries to andromede_operator;
