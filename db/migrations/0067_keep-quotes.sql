CREATE TABLE "quote_codes" (
	"quote_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"account_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "quote_codes_quote_id_account_id_pk" PRIMARY KEY("quote_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "quote_signatures" (
	"quote_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"account_id" text NOT NULL,
	"full_name" text NOT NULL,
	"capacity" text NOT NULL,
	"document_hash" text NOT NULL,
	"ip" text,
	"signed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quotes" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"order_id" text NOT NULL,
	"number" text NOT NULL,
	"version" integer NOT NULL,
	"document" "bytea" NOT NULL,
	"document_hash" text NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	"link_secret_hash" text,
	"created_by_account_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "quotes_link_secret_hash_unique" UNIQUE("link_secret_hash"),
	CONSTRAINT "quotes_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "quotes_by_order" UNIQUE("order_id"),
	CONSTRAINT "quotes_version" UNIQUE("number","version"),
	CONSTRAINT "quotes_version_positive" CHECK (version >= 1)
);
--> statement-breakpoint
ALTER TABLE "quote_codes" ADD CONSTRAINT "quote_codes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_codes" ADD CONSTRAINT "quote_codes_quote" FOREIGN KEY ("organisation_id","quote_id") REFERENCES "public"."quotes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_signatures" ADD CONSTRAINT "quote_signatures_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_signatures" ADD CONSTRAINT "quote_signatures_quote" FOREIGN KEY ("organisation_id","quote_id") REFERENCES "public"."quotes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_created_by_account_id_accounts_id_fk" FOREIGN KEY ("created_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_order" FOREIGN KEY ("organisation_id","order_id") REFERENCES "public"."orders"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "quotes_recent" ON "quotes" USING btree ("organisation_id","created_at");