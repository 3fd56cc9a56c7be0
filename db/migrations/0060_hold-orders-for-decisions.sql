CREATE TABLE "approval_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"order_id" text NOT NULL,
	"account_id" text NOT NULL,
	"on_behalf_of_account_id" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"content_hash" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "approval_decisions_once" UNIQUE("order_id","account_id"),
	CONSTRAINT "approval_decisions_of" UNIQUE("order_id","on_behalf_of_account_id")
);
--> statement-breakpoint
CREATE TABLE "approval_delegations" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"from_account_id" text NOT NULL,
	"to_account_id" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "approval_delegations_days" CHECK (starts_on <= ends_on),
	CONSTRAINT "approval_delegations_people" CHECK (from_account_id <> to_account_id)
);
--> statement-breakpoint
CREATE TABLE "held_orders" (
	"order_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"reasons" text[] NOT NULL,
	"approvals_needed" integer NOT NULL,
	"plan" jsonb NOT NULL,
	"resource_ids" text[] NOT NULL,
	"names" text[] NOT NULL,
	"content_hash" text NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"reminded_at" timestamp with time zone,
	"escalated_at" timestamp with time zone,
	CONSTRAINT "held_orders_approvals" CHECK (approvals_needed between 0 and 2)
);
--> statement-breakpoint
CREATE TABLE "signature_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"from_cents" bigint NOT NULL,
	"project_id" text,
	"cost_centre" text,
	"kind" text,
	"approvals" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signature_rules_approvals" CHECK (approvals between 1 and 2),
	CONSTRAINT "signature_rules_from" CHECK (from_cents >= 0)
);
--> statement-breakpoint
ALTER TABLE "approval_decisions" ADD CONSTRAINT "approval_decisions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_decisions" ADD CONSTRAINT "approval_decisions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_decisions" ADD CONSTRAINT "approval_decisions_on_behalf_of_account_id_accounts_id_fk" FOREIGN KEY ("on_behalf_of_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_delegations" ADD CONSTRAINT "approval_delegations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_delegations" ADD CONSTRAINT "approval_delegations_from_account_id_accounts_id_fk" FOREIGN KEY ("from_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_delegations" ADD CONSTRAINT "approval_delegations_to_account_id_accounts_id_fk" FOREIGN KEY ("to_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_orders" ADD CONSTRAINT "held_orders_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_rules" ADD CONSTRAINT "signature_rules_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_decisions_by_order" ON "approval_decisions" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "approval_delegations_by_organisation" ON "approval_delegations" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "held_orders_by_organisation" ON "held_orders" USING btree ("organisation_id","held_at");--> statement-breakpoint
CREATE INDEX "held_orders_by_expiry" ON "held_orders" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "signature_rules_by_organisation" ON "signature_rules" USING btree ("organisation_id");