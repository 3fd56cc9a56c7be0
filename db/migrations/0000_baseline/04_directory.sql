-- Answers of public directories. Every process reads them; the worker writes them.

create table directory_cache (
  identifier text primary key,
  answer jsonb not null,
  fetched_at timestamptz not null
);
grant select, insert, update on directory_cache to andromede_portal, andromede_worker;
grant select on directory_cache to andromede_operator;

create table directory_establishments (
  siret text primary key,
  siren text not null,
  is_head_office boolean not null,
  legal_name text not null,
  legal_form_code text not null,
  legal_form_label text not null,
  address jsonb not null,
  is_public_service boolean not null,
  email_domains text[] not null default '{}',
  closed_on text
);
create index directory_establishments_by_siren on directory_establishments (siren);
grant select on directory_establishments to andromede_portal, andromede_operator;
grant select, insert, update on directory_establishments to andromede_worker;

create table trusted_email_domains (
  siren text,
  domain text,
  staff_id text not null,
  created_at timestamptz not null,
  constraint trusted_email_domains_siren_domain_pk primary key (siren, domain)
);
grant select, insert, delete on trusted_email_domains to andromede_operator;
grant select on trusted_email_domains to andromede_worker;
