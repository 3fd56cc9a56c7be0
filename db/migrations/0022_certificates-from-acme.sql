-- The certificate authority of the operator, spoken to by ACME.
create table acme_services (
  is_only boolean primary key default true,
  directory_url text not null,
  contact text not null,
  -- Certificates, in PEM, that the directory's own may be signed by besides the usual ones.
  authorities text,
  -- `address:port` of the server that tells where names lead; null: the usual ones of the machine.
  resolver text,
  is_on boolean not null default true,
  updated_at timestamptz not null,
  failure_code text,
  failure_text text,
  constraint acme_services_one_row check (is_only)
);
grant select on acme_services to andromede_portal, andromede_operator, andromede_worker;
grant insert on acme_services to andromede_operator;
grant update (directory_url, contact, authorities, resolver, is_on, updated_at) on acme_services to andromede_operator;
grant update (failure_code, failure_text) on acme_services to andromede_operator, andromede_worker;

-- Our account at each directory that was configured: only the worker has its key.
create table acme_accounts (
  directory_url text primary key,
  key_sealed text not null,
  thumbprint text not null,
  account_url text,
  created_at timestamptz not null
);
grant select, insert, update (account_url) on acme_accounts to andromede_worker;

-- How a certificate is obtained, and renewed, from the directory.
create table certificate_orders (
  certificate_id text primary key,
  organisation_id text not null,
  balancer_id text not null,
  state text not null,
  -- When a worker does the next step.
  next_at timestamptz not null,
  attempts integer not null default 0,
  -- At the directory, while it is open.
  order_url text,
  opened_at timestamptz,
  key_sealed text,
  failure_code text,
  failure_text text,
  lease_holder text,
  lease_until timestamptz,
  constraint certificate_orders_state check (state in ('waiting', 'open', 'issued', 'failed')
    and (state = 'open') = (order_url is not null)),
  constraint certificate_orders_certificate
    foreign key (organisation_id, certificate_id) references certificates (organisation_id, id),
  constraint certificate_orders_balancer
    foreign key (organisation_id, balancer_id) references balancers (organisation_id, id)
);
create index certificate_orders_due on certificate_orders (next_at) where state <> 'failed';
create index certificate_orders_by_balancer on certificate_orders (balancer_id);
alter table certificate_orders enable row level security, force row level security;
create policy certificate_orders_portal on certificate_orders to andromede_portal
  using (organisation_id = app.current_organisation());
create policy certificate_orders_staff on certificate_orders to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select (certificate_id, organisation_id, balancer_id, state, next_at, attempts, failure_code, failure_text)
  on certificate_orders to andromede_portal, andromede_operator;
grant insert, delete on certificate_orders to andromede_portal;
grant update (state, next_at, attempts) on certificate_orders to andromede_portal;
grant select, update on certificate_orders to andromede_worker;
