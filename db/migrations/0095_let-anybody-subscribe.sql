-- A subscription belongs to whoever has the link in its mails, which nothing but the keys of the installation can make.
grant select, insert, delete, update (confirmed_at) on status_subscribers to andromede_portal;
grant select, delete on status_subscribers to andromede_worker;
