ALTER TABLE "billing_profiles" ADD COLUMN "vat_status" text;
--> statement-breakpoint
ALTER TABLE "billing_profiles" ADD CONSTRAINT "billing_profiles_vat_status" CHECK (vat_status in ('taxable', 'not_taxable'));
--> statement-breakpoint
-- A customer says itself whether it is a taxable person; the billing office may correct it.
grant insert (vat_status), update (vat_status) on billing_profiles to andromede_portal;
