CREATE TABLE "billing_document_lines" (
	"document_id" text NOT NULL,
	"position" integer NOT NULL,
	"organisation_id" text NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"detail" text,
	"resource_id" text,
	"resource_kind" text,
	"bundle_id" text,
	"meter" text,
	"project_id" text,
	"project_name" text,
	"cost_centre" text,
	"tags" jsonb,
	"document_references" jsonb,
	"usage_period" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"used_seconds" bigint,
	"billed_seconds" bigint,
	"micro_cents_per_hour" bigint,
	"list_micro_cents_per_hour" bigint,
	"net_cents" bigint NOT NULL,
	"vat_category" text NOT NULL,
	"vat_rate_basis_points" integer NOT NULL,
	"bound" text,
	CONSTRAINT "billing_document_lines_document_id_position_pk" PRIMARY KEY("document_id","position")
);
--> statement-breakpoint
CREATE TABLE "billing_documents" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"selling_entity_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"series" text,
	"number" text,
	"issued_on" date,
	"due_on" date,
	"period" text NOT NULL,
	"grouping_key" text NOT NULL,
	"project_id" text,
	"corrects_document_id" text,
	"net_cents" bigint NOT NULL,
	"vat_cents" bigint NOT NULL,
	"gross_cents" bigint NOT NULL,
	"content" json NOT NULL,
	"content_sha256" text NOT NULL,
	"finalised_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "billing_documents_number_unique" UNIQUE("number"),
	CONSTRAINT "billing_documents_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "billing_documents_period" CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
	CONSTRAINT "billing_documents_gross" CHECK (gross_cents = net_cents + vat_cents),
	CONSTRAINT "billing_documents_number" CHECK (number ~ '^[A-Za-z0-9+_/-]{1,35}$'),
	CONSTRAINT "billing_documents_final" CHECK ((state = 'final') = (number is not null) and (state = 'final') = (finalised_at is not null) and (state = 'final') = (issued_on is not null and due_on is not null and series is not null)),
	CONSTRAINT "billing_documents_correction" CHECK ((kind = 'credit_note') = (corrects_document_id is not null))
);
--> statement-breakpoint
CREATE TABLE "billing_profiles" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"customer_code" text,
	"grouping" text DEFAULT 'organisation' NOT NULL,
	"language" text DEFAULT 'fr' NOT NULL,
	"vat_regime" text DEFAULT 'by_address' NOT NULL,
	"vat_certificate" text,
	"vat_regime_until" date,
	"payment_method" text DEFAULT 'transfer' NOT NULL,
	"mandate_reference" text,
	"payment_days" integer DEFAULT 30 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "billing_profiles_customer_code_unique" UNIQUE("customer_code"),
	CONSTRAINT "billing_profiles_days" CHECK (payment_days between 0 and 60),
	CONSTRAINT "billing_profiles_certificate" CHECK (vat_regime = 'by_address' or vat_certificate is not null),
	CONSTRAINT "billing_profiles_mandate" CHECK (payment_method <> 'direct_debit' or mandate_reference is not null)
);
--> statement-breakpoint
CREATE TABLE "billing_sellers" (
	"selling_entity_id" text PRIMARY KEY NOT NULL,
	"siret" text NOT NULL,
	"electronic_scheme" text NOT NULL,
	"electronic_id" text NOT NULL,
	"iban" text NOT NULL,
	"bic" text NOT NULL,
	"account_holder" text NOT NULL,
	"vat_on_debits" boolean NOT NULL,
	"invoice_prefix" text NOT NULL,
	"credit_note_prefix" text NOT NULL,
	"four_eyes_from_cents" bigint NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "billing_sellers_prefixes" CHECK (invoice_prefix ~ '^[A-Z]{2,6}$' and credit_note_prefix ~ '^[A-Z]{2,6}$'),
	CONSTRAINT "billing_sellers_apart" CHECK (invoice_prefix <> credit_note_prefix),
	CONSTRAINT "billing_sellers_four_eyes" CHECK (four_eyes_from_cents >= 0)
);
--> statement-breakpoint
CREATE TABLE "document_series" (
	"selling_entity_id" text NOT NULL,
	"series" text NOT NULL,
	"last_number" integer DEFAULT 0 NOT NULL,
	"last_issued_on" date,
	CONSTRAINT "document_series_selling_entity_id_series_pk" PRIMARY KEY("selling_entity_id","series")
);
--> statement-breakpoint
CREATE TABLE "ledger_balances" (
	"selling_entity_id" text NOT NULL,
	"account" text NOT NULL,
	"auxiliary" text NOT NULL,
	"balance_cents" bigint NOT NULL,
	CONSTRAINT "ledger_balances_selling_entity_id_account_auxiliary_pk" PRIMARY KEY("selling_entity_id","account","auxiliary")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"transaction_id" text NOT NULL,
	"position" integer NOT NULL,
	"account" text NOT NULL,
	"auxiliary" text,
	"debit_cents" bigint NOT NULL,
	"credit_cents" bigint NOT NULL,
	CONSTRAINT "ledger_entries_transaction_id_position_pk" PRIMARY KEY("transaction_id","position"),
	CONSTRAINT "ledger_entries_account" CHECK (account ~ '^[0-9]{3,12}$'),
	CONSTRAINT "ledger_entries_one_side" CHECK (debit_cents >= 0 and credit_cents >= 0 and (debit_cents = 0) <> (credit_cents = 0))
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" text PRIMARY KEY NOT NULL,
	"selling_entity_id" text NOT NULL,
	"organisation_id" text,
	"journal" text NOT NULL,
	"kind" text NOT NULL,
	"document_id" text,
	"payment_id" text,
	"piece_reference" text NOT NULL,
	"label" text NOT NULL,
	"occurred_on" date NOT NULL,
	"validated_at" timestamp with time zone NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "ledger_transactions_sequence" UNIQUE("selling_entity_id","sequence"),
	CONSTRAINT "ledger_transactions_of_payment" UNIQUE("kind","payment_id"),
	CONSTRAINT "ledger_transactions_journal" CHECK (journal in ('VE', 'BQ', 'OD')),
	CONSTRAINT "ledger_transactions_positive" CHECK (sequence > 0)
);
--> statement-breakpoint
CREATE TABLE "billed_months" (
	"organisation_id" text NOT NULL,
	"period" text NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"documents" integer NOT NULL,
	"net_cents" bigint NOT NULL,
	CONSTRAINT "billed_months_organisation_id_period_pk" PRIMARY KEY("organisation_id","period")
);
--> statement-breakpoint
CREATE TABLE "billing_concessions" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"document_id" text,
	"line_cents" jsonb,
	"net_cents" bigint NOT NULL,
	"reason" text NOT NULL,
	"proposed_by_staff_id" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_by_staff_id" text,
	"decided_at" timestamp with time zone,
	"outcome_document_id" text,
	CONSTRAINT "billing_concessions_positive" CHECK (net_cents > 0),
	CONSTRAINT "billing_concessions_credit" CHECK ((kind = 'credit_note') = (document_id is not null)),
	CONSTRAINT "billing_concessions_two_people" CHECK (decided_by_staff_id is distinct from proposed_by_staff_id or decided_by_staff_id is null)
);
--> statement-breakpoint
CREATE TABLE "billing_run_items" (
	"run_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"state" text NOT NULL,
	"documents" integer DEFAULT 0 NOT NULL,
	"net_cents" bigint DEFAULT 0 NOT NULL,
	"previous_net_cents" bigint,
	"refusal_code" text,
	"refusal_params" jsonb,
	"finished_at" timestamp with time zone,
	CONSTRAINT "billing_run_items_run_id_organisation_id_pk" PRIMARY KEY("run_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "billing_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"period" text NOT NULL,
	"mode" text NOT NULL,
	"state" text NOT NULL,
	"requested_by_staff_id" text,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "billing_runs_period" CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
--> statement-breakpoint
ALTER TABLE "billing_document_lines" ADD CONSTRAINT "billing_document_lines_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_documents" ADD CONSTRAINT "billing_documents_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_documents" ADD CONSTRAINT "billing_documents_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_documents" ADD CONSTRAINT "billing_documents_corrects" FOREIGN KEY ("organisation_id","corrects_document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_profiles" ADD CONSTRAINT "billing_profiles_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_sellers" ADD CONSTRAINT "billing_sellers_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_series" ADD CONSTRAINT "document_series_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_balances" ADD CONSTRAINT "ledger_balances_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billed_months" ADD CONSTRAINT "billed_months_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_concessions" ADD CONSTRAINT "billing_concessions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_concessions" ADD CONSTRAINT "billing_concessions_proposed_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("proposed_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_concessions" ADD CONSTRAINT "billing_concessions_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_concessions" ADD CONSTRAINT "billing_concessions_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_concessions" ADD CONSTRAINT "billing_concessions_outcome" FOREIGN KEY ("organisation_id","outcome_document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_run_items" ADD CONSTRAINT "billing_run_items_run_id_billing_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."billing_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_run_items" ADD CONSTRAINT "billing_run_items_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_runs" ADD CONSTRAINT "billing_runs_requested_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("requested_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "billing_document_lines_bound" ON "billing_document_lines" USING btree ("bound") WHERE bound is not null;--> statement-breakpoint
CREATE INDEX "billing_document_lines_by_month" ON "billing_document_lines" USING btree ("organisation_id","usage_period");--> statement-breakpoint
CREATE INDEX "billing_documents_recent" ON "billing_documents" USING btree ("organisation_id","issued_on");--> statement-breakpoint
CREATE INDEX "billing_documents_by_period" ON "billing_documents" USING btree ("period","organisation_id");--> statement-breakpoint
CREATE INDEX "billing_documents_corrections" ON "billing_documents" USING btree ("corrects_document_id") WHERE corrects_document_id is not null;--> statement-breakpoint
CREATE INDEX "ledger_entries_by_account" ON "ledger_entries" USING btree ("account","auxiliary");--> statement-breakpoint
CREATE INDEX "ledger_transactions_by_organisation" ON "ledger_transactions" USING btree ("organisation_id","occurred_on");--> statement-breakpoint
CREATE INDEX "ledger_transactions_by_document" ON "ledger_transactions" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "billing_concessions_open" ON "billing_concessions" USING btree ("organisation_id") WHERE state in ('proposed', 'agreed');--> statement-breakpoint
CREATE INDEX "billing_run_items_waiting" ON "billing_run_items" USING btree ("run_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "billing_runs_recent" ON "billing_runs" USING btree ("started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "billing_runs_one_at_a_time" ON "billing_runs" USING btree ("period","mode") WHERE state = 'running';