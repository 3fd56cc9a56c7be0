-- A bundle has a French name, which its invoices have; in English it is shown by this one. Empty: the French name serves both.
alter table bundles add column name_en text not null default '';
