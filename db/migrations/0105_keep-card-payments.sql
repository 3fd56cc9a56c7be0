CREATE TABLE "card_payments" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"document_id" text NOT NULL,
	"selling_entity_id" text NOT NULL,
	"cents" bigint NOT NULL,
	"state" text NOT NULL,
	"page_url" text,
	"asked_by_account_id" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"next_look_at" timestamp with time zone,
	"paid_on" date,
	"payout_reference" text,
	"fee_cents" bigint,
	"payout_movement_id" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "card_payments_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "card_payments_cents" CHECK (cents > 0),
	CONSTRAINT "card_payments_state" CHECK (state in ('asked', 'open', 'paid', 'declined', 'expired', 'disputed')),
	CONSTRAINT "card_payments_paid" CHECK ((state = 'paid') = (paid_on is not null)),
	CONSTRAINT "card_payments_payout" CHECK ((payout_reference is null) = (fee_cents is null)),
	CONSTRAINT "card_payments_fee" CHECK (fee_cents between 0 and cents),
	CONSTRAINT "card_payments_passed_on" CHECK (payout_movement_id is null or (state = 'paid' and payout_reference is not null))
);
--> statement-breakpoint
CREATE TABLE "card_providers" (
	"selling_entity_id" text PRIMARY KEY NOT NULL,
	"base_url" text NOT NULL,
	"secret_sealed" text NOT NULL,
	"is_on" boolean NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bank_movements" DROP CONSTRAINT "bank_movements_matched";--> statement-breakpoint
ALTER TABLE "payment_allocations" ALTER COLUMN "movement_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD COLUMN "card_payment_id" text;--> statement-breakpoint
ALTER TABLE "card_payments" ADD CONSTRAINT "card_payments_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_payments" ADD CONSTRAINT "card_payments_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_payments" ADD CONSTRAINT "card_payments_asked_by_account_id_accounts_id_fk" FOREIGN KEY ("asked_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_payments" ADD CONSTRAINT "card_payments_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_providers" ADD CONSTRAINT "card_providers_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "card_payments_due" ON "card_payments" USING btree ("next_look_at") WHERE next_look_at is not null;--> statement-breakpoint
CREATE INDEX "card_payments_by_document" ON "card_payments" USING btree ("document_id","asked_at");--> statement-breakpoint
CREATE INDEX "card_payments_recent" ON "card_payments" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "card_payments_by_payout" ON "card_payments" USING btree ("payout_reference") WHERE payout_reference is not null;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_card" FOREIGN KEY ("organisation_id","card_payment_id") REFERENCES "public"."card_payments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payment_allocations_by_card" ON "payment_allocations" USING btree ("card_payment_id");--> statement-breakpoint
ALTER TABLE "bank_movements" ADD CONSTRAINT "bank_movements_matched" CHECK (state <> 'matched' or allocated_cents = case when rule = 'card_payout' then 0 else cents end);--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_money" CHECK (num_nonnulls(movement_id, card_payment_id) = 1);