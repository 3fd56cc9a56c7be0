CREATE TABLE "buyer_structures" (
	"siret" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"is_service_code_required" boolean NOT NULL,
	"is_commitment_required" boolean NOT NULL,
	"is_commitment_or_service_code_required" boolean NOT NULL,
	"service_codes" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_drafts" (
	"organisation_id" text NOT NULL,
	"account_id" text NOT NULL,
	"content" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_drafts_organisation_id_account_id_pk" PRIMARY KEY("organisation_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "purchase_order_amendments" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"purchase_order_id" text NOT NULL,
	"ceiling_before_cents" bigint NOT NULL,
	"ceiling_cents" bigint NOT NULL,
	"ends_on_before" date NOT NULL,
	"ends_on" date NOT NULL,
	"reason" text NOT NULL,
	"account_id" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "purchase_order_documents" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"purchase_order_id" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea" NOT NULL,
	"account_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "purchase_order_documents_once" UNIQUE("purchase_order_id","sha256"),
	CONSTRAINT "purchase_order_documents_size" CHECK (size_bytes between 1 and 5242880)
);
--> statement-breakpoint
CREATE TABLE "purchase_orders" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"number" text NOT NULL,
	"ceiling_cents" bigint NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"alerted_percent" integer DEFAULT 0 NOT NULL,
	"created_by_account_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "purchase_orders_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "purchase_orders_number" UNIQUE("organisation_id","number"),
	CONSTRAINT "purchase_orders_ceiling" CHECK (ceiling_cents > 0),
	CONSTRAINT "purchase_orders_days" CHECK (starts_on <= ends_on)
);
--> statement-breakpoint
CREATE TABLE "reference_policies" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"is_purchase_order_required" boolean DEFAULT false NOT NULL,
	"is_market_number_required" boolean DEFAULT false NOT NULL,
	"payer_siret" text,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "reference_check" text;--> statement-breakpoint
ALTER TABLE "order_drafts" ADD CONSTRAINT "order_drafts_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_drafts" ADD CONSTRAINT "order_drafts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_amendments" ADD CONSTRAINT "purchase_order_amendments_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_amendments" ADD CONSTRAINT "purchase_order_amendments_of" FOREIGN KEY ("organisation_id","purchase_order_id") REFERENCES "public"."purchase_orders"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_documents" ADD CONSTRAINT "purchase_order_documents_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_documents" ADD CONSTRAINT "purchase_order_documents_of" FOREIGN KEY ("organisation_id","purchase_order_id") REFERENCES "public"."purchase_orders"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_created_by_account_id_accounts_id_fk" FOREIGN KEY ("created_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reference_policies" ADD CONSTRAINT "reference_policies_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "purchase_order_amendments_by_order" ON "purchase_order_amendments" USING btree ("purchase_order_id","created_at");
