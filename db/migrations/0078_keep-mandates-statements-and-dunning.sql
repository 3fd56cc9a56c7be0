CREATE TABLE "bank_movements" (
	"id" text PRIMARY KEY NOT NULL,
	"statement_id" text NOT NULL,
	"selling_entity_id" text NOT NULL,
	"payer_id" text,
	"iban" text NOT NULL,
	"identity" text NOT NULL,
	"booked_on" date NOT NULL,
	"valued_on" date NOT NULL,
	"cents" bigint NOT NULL,
	"text" text NOT NULL,
	"counterparty_name" text,
	"counterparty_iban_masked" text,
	"end_to_end_id" text,
	"creditor_reference" text,
	"batch_reference" text,
	"return_reason" text,
	"state" text NOT NULL,
	"rule" text,
	"allocated_cents" bigint NOT NULL,
	"decided_by_staff_id" text,
	"decided_at" timestamp with time zone,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "bank_movements_once" UNIQUE("iban","identity"),
	CONSTRAINT "bank_movements_cents" CHECK (cents <> 0),
	CONSTRAINT "bank_movements_allocated" CHECK (case when cents > 0 then allocated_cents between 0 and cents else allocated_cents between cents and 0 end),
	CONSTRAINT "bank_movements_matched" CHECK (state <> 'matched' or allocated_cents = cents),
	CONSTRAINT "bank_movements_set_aside" CHECK (state <> 'set_aside' or allocated_cents = 0)
);
--> statement-breakpoint
CREATE TABLE "bank_statements" (
	"id" text PRIMARY KEY NOT NULL,
	"selling_entity_id" text NOT NULL,
	"format" text NOT NULL,
	"identification" text NOT NULL,
	"iban" text NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"opening_cents" bigint NOT NULL,
	"closing_cents" bigint NOT NULL,
	"file_name" text NOT NULL,
	"file_sha256" text NOT NULL,
	"movements" integer NOT NULL,
	"repeated" integer NOT NULL,
	"imported_by_staff_id" text,
	"imported_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_statements_once" UNIQUE("iban","format","identification")
);
--> statement-breakpoint
CREATE TABLE "creditors" (
	"selling_entity_id" text PRIMARY KEY NOT NULL,
	"creditor_identifier" text NOT NULL,
	"notice_days" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "creditors_notice" CHECK (notice_days between 1 and 30)
);
--> statement-breakpoint
CREATE TABLE "direct_debit_batches" (
	"id" text PRIMARY KEY NOT NULL,
	"selling_entity_id" text NOT NULL,
	"state" text NOT NULL,
	"collect_on" date NOT NULL,
	"message_id" text NOT NULL,
	"debits" integer NOT NULL,
	"total_cents" bigint NOT NULL,
	"file_sealed" text NOT NULL,
	"file_sha256" text NOT NULL,
	"prepared_by_staff_id" text,
	"prepared_at" timestamp with time zone NOT NULL,
	"ended_by_staff_id" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "direct_debit_batches_message_id_unique" UNIQUE("message_id"),
	CONSTRAINT "direct_debit_batches_total" CHECK (debits > 0 and total_cents > 0)
);
--> statement-breakpoint
CREATE TABLE "direct_debits" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"document_id" text NOT NULL,
	"mandate_id" text NOT NULL,
	"batch_id" text,
	"state" text NOT NULL,
	"cents" bigint NOT NULL,
	"collect_on" date NOT NULL,
	"end_to_end_id" text NOT NULL,
	"payment_information_id" text,
	"reason" text,
	"planned_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "direct_debits_end_to_end_id_unique" UNIQUE("end_to_end_id"),
	CONSTRAINT "direct_debits_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "direct_debits_cents" CHECK (cents > 0),
	CONSTRAINT "direct_debits_batch" CHECK (state in ('planned', 'left_out') or (batch_id is not null and payment_information_id is not null))
);
--> statement-breakpoint
CREATE TABLE "document_settlements" (
	"document_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"gross_cents" bigint NOT NULL,
	"paid_cents" bigint NOT NULL,
	CONSTRAINT "document_settlements_paid" CHECK (paid_cents between 0 and gross_cents)
);
--> statement-breakpoint
CREATE TABLE "dunning_holds" (
	"document_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"reason" text NOT NULL,
	"held_by_staff_id" text NOT NULL,
	"held_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dunning_steps" (
	"organisation_id" text NOT NULL,
	"document_id" text NOT NULL,
	"step" text NOT NULL,
	"outcome" text NOT NULL,
	"taken_on" date NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"open_cents" bigint NOT NULL,
	"interest_cents" bigint NOT NULL,
	"fee_cents" bigint NOT NULL,
	"decided_by_staff_id" text,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "dunning_steps_document_id_step_pk" PRIMARY KEY("document_id","step")
);
--> statement-breakpoint
CREATE TABLE "mandates" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"selling_entity_id" text NOT NULL,
	"reference" text NOT NULL,
	"scheme" text NOT NULL,
	"state" text NOT NULL,
	"iban_sealed" text NOT NULL,
	"iban_masked" text NOT NULL,
	"bic" text NOT NULL,
	"holder_name" text NOT NULL,
	"holder_address" jsonb NOT NULL,
	"signed_by_account_id" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"first_collected_on" date,
	CONSTRAINT "mandates_reference_unique" UNIQUE("reference"),
	CONSTRAINT "mandates_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "mandates_reference" CHECK (reference ~ '^[A-Z0-9-]{1,35}$'),
	CONSTRAINT "mandates_revoked" CHECK ((state = 'revoked') = (revoked_at is not null))
);
--> statement-breakpoint
CREATE TABLE "payment_allocations" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"movement_id" text NOT NULL,
	"document_id" text,
	"direct_debit_id" text,
	"cents" bigint NOT NULL,
	"occurred_on" date NOT NULL,
	"label" text NOT NULL,
	"allocated_by_staff_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_allocations_cents" CHECK (cents <> 0)
);
--> statement-breakpoint
CREATE TABLE "reference_rates" (
	"from_on" date PRIMARY KEY NOT NULL,
	"basis_points" integer NOT NULL,
	"recorded_by_staff_id" text,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reference_rates_bounds" CHECK (basis_points between -500 and 5000)
);
--> statement-breakpoint
ALTER TABLE "bank_movements" ADD CONSTRAINT "bank_movements_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_movements" ADD CONSTRAINT "bank_movements_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_movements" ADD CONSTRAINT "bank_movements_payer_id_organisations_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_movements" ADD CONSTRAINT "bank_movements_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_imported_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("imported_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "creditors" ADD CONSTRAINT "creditors_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_debit_batches" ADD CONSTRAINT "direct_debit_batches_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_debit_batches" ADD CONSTRAINT "direct_debit_batches_prepared_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("prepared_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_debit_batches" ADD CONSTRAINT "direct_debit_batches_ended_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("ended_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_debits" ADD CONSTRAINT "direct_debits_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_debits" ADD CONSTRAINT "direct_debits_batch_id_direct_debit_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."direct_debit_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_debits" ADD CONSTRAINT "direct_debits_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_debits" ADD CONSTRAINT "direct_debits_mandate" FOREIGN KEY ("organisation_id","mandate_id") REFERENCES "public"."mandates"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_settlements" ADD CONSTRAINT "document_settlements_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_settlements" ADD CONSTRAINT "document_settlements_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dunning_holds" ADD CONSTRAINT "dunning_holds_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dunning_holds" ADD CONSTRAINT "dunning_holds_held_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("held_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dunning_holds" ADD CONSTRAINT "dunning_holds_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dunning_steps" ADD CONSTRAINT "dunning_steps_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dunning_steps" ADD CONSTRAINT "dunning_steps_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dunning_steps" ADD CONSTRAINT "dunning_steps_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mandates" ADD CONSTRAINT "mandates_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mandates" ADD CONSTRAINT "mandates_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mandates" ADD CONSTRAINT "mandates_signed_by_account_id_accounts_id_fk" FOREIGN KEY ("signed_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_movement_id_bank_movements_id_fk" FOREIGN KEY ("movement_id") REFERENCES "public"."bank_movements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_allocated_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("allocated_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_debit" FOREIGN KEY ("organisation_id","direct_debit_id") REFERENCES "public"."direct_debits"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reference_rates" ADD CONSTRAINT "reference_rates_recorded_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("recorded_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_movements_waiting" ON "bank_movements" USING btree ("booked_on") WHERE state = 'to_confirm';--> statement-breakpoint
CREATE INDEX "bank_movements_by_statement" ON "bank_movements" USING btree ("statement_id");--> statement-breakpoint
CREATE INDEX "bank_movements_by_payer" ON "bank_movements" USING btree ("payer_id","booked_on");--> statement-breakpoint
CREATE INDEX "bank_statements_by_file" ON "bank_statements" USING btree ("file_sha256");--> statement-breakpoint
CREATE INDEX "bank_statements_recent" ON "bank_statements" USING btree ("imported_at");--> statement-breakpoint
CREATE INDEX "direct_debit_batches_recent" ON "direct_debit_batches" USING btree ("prepared_at");--> statement-breakpoint
CREATE UNIQUE INDEX "direct_debits_once" ON "direct_debits" USING btree ("document_id") WHERE state in ('planned', 'prepared', 'sent', 'collected');--> statement-breakpoint
CREATE INDEX "direct_debits_by_state" ON "direct_debits" USING btree ("state","collect_on");--> statement-breakpoint
CREATE INDEX "direct_debits_by_batch" ON "direct_debits" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "dunning_steps_by_organisation" ON "dunning_steps" USING btree ("organisation_id","taken_at");--> statement-breakpoint
CREATE UNIQUE INDEX "mandates_active" ON "mandates" USING btree ("organisation_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "payment_allocations_by_document" ON "payment_allocations" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "payment_allocations_by_movement" ON "payment_allocations" USING btree ("movement_id");--> statement-breakpoint
CREATE INDEX "payment_allocations_by_organisation" ON "payment_allocations" USING btree ("organisation_id","created_at");