CREATE TABLE "card_refunds" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"card_payment_id" text NOT NULL,
	"selling_entity_id" text NOT NULL,
	"cents" bigint NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by_staff_id" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_by_staff_id" text,
	"decided_at" timestamp with time zone,
	"next_look_at" timestamp with time zone,
	"refunded_on" date,
	"failure_text" text,
	"payout_reference" text,
	"fee_cents" bigint,
	"payout_movement_id" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "card_refunds_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "card_refunds_cents" CHECK (cents > 0),
	CONSTRAINT "card_refunds_state" CHECK (state in ('proposed', 'agreed', 'refunded', 'refused', 'failed')),
	CONSTRAINT "card_refunds_refunded" CHECK ((state = 'refunded') = (refunded_on is not null)),
	CONSTRAINT "card_refunds_failed" CHECK ((state = 'failed') = (failure_text is not null)),
	CONSTRAINT "card_refunds_payout" CHECK ((payout_reference is null) = (fee_cents is null) and fee_cents >= 0),
	CONSTRAINT "card_refunds_taken_off" CHECK (payout_movement_id is null or (state = 'refunded' and payout_reference is not null))
);
--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD COLUMN "card_refund_id" text;--> statement-breakpoint
ALTER TABLE "card_refunds" ADD CONSTRAINT "card_refunds_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_refunds" ADD CONSTRAINT "card_refunds_proposed_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("proposed_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_refunds" ADD CONSTRAINT "card_refunds_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_refunds" ADD CONSTRAINT "card_refunds_payment" FOREIGN KEY ("organisation_id","card_payment_id") REFERENCES "public"."card_payments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "card_refunds_one_open" ON "card_refunds" USING btree ("card_payment_id") WHERE state in ('proposed', 'agreed');--> statement-breakpoint
CREATE INDEX "card_refunds_due" ON "card_refunds" USING btree ("next_look_at") WHERE next_look_at is not null;--> statement-breakpoint
CREATE INDEX "card_refunds_by_payment" ON "card_refunds" USING btree ("card_payment_id");--> statement-breakpoint
CREATE INDEX "card_refunds_recent" ON "card_refunds" USING btree ("proposed_at");--> statement-breakpoint
CREATE INDEX "card_refunds_by_payout" ON "card_refunds" USING btree ("payout_reference") WHERE payout_reference is not null;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_card_refund" FOREIGN KEY ("organisation_id","card_refund_id") REFERENCES "public"."card_refunds"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_given_back" CHECK (card_refund_id is null or (card_payment_id is not null and cents < 0));