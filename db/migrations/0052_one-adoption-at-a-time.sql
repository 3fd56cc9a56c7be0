-- outside a transaction
-- One proposal or decided adoption of an object at a time.
create unique index concurrently adoptions_open on adoptions (quarantine_id) where state in ('proposed', 'waiting');
alter table adoptions validate constraint adoptions_decided_by_staff_id_staff_accounts_id_fk;
alter table adoptions validate constraint adoptions_state;
alter table adoptions validate constraint adoptions_two_people;
