ALTER TABLE "organisations" DROP CONSTRAINT "organisations_siret_unique";--> statement-breakpoint
DROP INDEX "organisations_by_foreign_vat";--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_siret" ON "organisations" USING btree ("siret") WHERE state not in ('refused', 'closed');--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_company_siren" ON "organisations" USING btree ("siren") WHERE kind = 'company' and state not in ('refused', 'closed');--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_foreign_vat" ON "organisations" USING btree ("vat_number") WHERE kind = 'eu_company' and state not in ('refused', 'closed');