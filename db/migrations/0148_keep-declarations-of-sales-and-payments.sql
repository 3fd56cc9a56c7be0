CREATE TABLE "ereporting_settings" (
	"selling_entity_id" text PRIMARY KEY NOT NULL,
	"size" text NOT NULL,
	"regime" text NOT NULL,
	"starts_on" date NOT NULL,
	"platform_code" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ereporting_settings_size" CHECK (size in ('large', 'mid_size', 'small')),
	CONSTRAINT "ereporting_settings_regime" CHECK (regime in ('real_monthly', 'real_quarterly', 'simplified', 'franchise')),
	CONSTRAINT "ereporting_settings_platform" CHECK (platform_code ~ '^[0-9A-Z]{4}$')
);
--> statement-breakpoint
CREATE TABLE "declarations" (
	"id" text PRIMARY KEY NOT NULL,
	"selling_entity_id" text NOT NULL,
	"kind" text NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"due_on" date NOT NULL,
	"revision" integer NOT NULL,
	"type" text NOT NULL,
	"number" text NOT NULL,
	"items" integer NOT NULL,
	"net_cents" bigint NOT NULL,
	"vat_cents" bigint NOT NULL,
	"paid_cents" bigint NOT NULL,
	"content" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	"sources_sha256" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"external_id" text,
	"status_code" integer,
	"failure_code" text,
	"failure_text" text,
	"deposited_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_staff_id" text,
	CONSTRAINT "declarations_number_unique" UNIQUE("number"),
	CONSTRAINT "declarations_once" UNIQUE("selling_entity_id","kind","from_on","revision"),
	CONSTRAINT "declarations_kind" CHECK (kind in ('transactions', 'payments')),
	CONSTRAINT "declarations_period" CHECK (from_on <= to_on and to_on < due_on and revision >= 1),
	CONSTRAINT "declarations_type" CHECK (type in ('IN', 'RE') and (revision > 1 or type = 'IN')),
	CONSTRAINT "declarations_state" CHECK (state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "declaration_items" (
	"declaration_id" text NOT NULL,
	"source_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"document_id" text NOT NULL,
	"flow" text NOT NULL,
	"happened_on" date NOT NULL,
	"net_cents" bigint NOT NULL,
	"vat_cents" bigint NOT NULL,
	"paid_cents" bigint NOT NULL,
	CONSTRAINT "declaration_items_declaration_id_source_id_pk" PRIMARY KEY("declaration_id","source_id"),
	CONSTRAINT "declaration_items_flow" CHECK (flow in ('10.1', '10.2', '10.3', '10.4'))
);
--> statement-breakpoint
ALTER TABLE "ereporting_settings" ADD CONSTRAINT "ereporting_settings_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_selling_entity_id_selling_entities_id_fk" FOREIGN KEY ("selling_entity_id") REFERENCES "public"."selling_entities"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_created_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("created_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "declaration_items" ADD CONSTRAINT "declaration_items_declaration_id_declarations_id_fk" FOREIGN KEY ("declaration_id") REFERENCES "public"."declarations"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "declaration_items" ADD CONSTRAINT "declaration_items_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "declarations_due" ON "declarations" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;
--> statement-breakpoint
CREATE INDEX "declaration_items_by_source" ON "declaration_items" USING btree ("source_id");
--> statement-breakpoint
-- Declarations are the seller's: the customers' site has no right in them. The worker makes and sends them, the
-- operator's site makes one before its time or has one sent again. What was declared never changes.
alter table ereporting_settings enable row level security;
alter table ereporting_settings force row level security;
create policy ereporting_settings_staff on ereporting_settings to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update on ereporting_settings to andromede_operator;
grant select on ereporting_settings to andromede_worker;
--> statement-breakpoint
alter table declarations enable row level security;
alter table declarations force row level security;
create policy declarations_staff on declarations to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (state, attempts, next_attempt_at) on declarations to andromede_operator;
grant select, insert, update (state, attempts, next_attempt_at, external_id, status_code, failure_code, failure_text, deposited_at) on declarations to andromede_worker;
create trigger declarations_keep before delete or truncate on declarations for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table declaration_items enable row level security;
alter table declaration_items force row level security;
create policy declaration_items_staff on declaration_items to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on declaration_items to andromede_operator, andromede_worker;
create trigger declaration_items_append_only before update or delete or truncate on declaration_items for each statement execute function app.refuse_change();
