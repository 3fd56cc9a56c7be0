CREATE TABLE "commitment_exits" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"commitment_id" text NOT NULL,
	"reason" text NOT NULL,
	"enjoyed_cents" bigint NOT NULL,
	"remaining_cents" bigint NOT NULL,
	"cents" bigint NOT NULL,
	"state" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"owed_at" timestamp with time zone,
	CONSTRAINT "commitment_exits_cents" CHECK (cents = least(enjoyed_cents, remaining_cents) and cents >= 0),
	CONSTRAINT "commitment_exits_owed" CHECK ((owed_at is not null) = (state = 'owed'))
);
--> statement-breakpoint
CREATE TABLE "commitment_rates" (
	"id" text PRIMARY KEY NOT NULL,
	"family" text NOT NULL,
	"term_months" integer NOT NULL,
	"basis_points" integer NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone,
	CONSTRAINT "commitment_rates_share" CHECK (basis_points between 0 and 9000),
	CONSTRAINT "commitment_rates_term" CHECK (term_months in (12, 36)),
	CONSTRAINT "commitment_rates_order" CHECK (valid_to is null or valid_to >= valid_from)
);
--> statement-breakpoint
CREATE TABLE "commitments" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"resource_kind" text NOT NULL,
	"resource_id" text NOT NULL,
	"bundle_id" text NOT NULL,
	"term_months" integer NOT NULL,
	"basis_points" integer NOT NULL,
	"prices" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"renewal" text NOT NULL,
	"state" text NOT NULL,
	"ended_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	CONSTRAINT "commitments_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "commitments_once" UNIQUE("resource_id","started_at"),
	CONSTRAINT "commitments_term" CHECK (term_months in (12, 36) and ends_at > started_at)
);
--> statement-breakpoint
CREATE TABLE "negotiated_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"reason" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone,
	"published_by_staff_id" text,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "negotiated_lists_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "negotiated_lists_order" CHECK (valid_to is null or valid_to >= valid_from)
);
--> statement-breakpoint
CREATE TABLE "negotiated_prices" (
	"list_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"position" integer NOT NULL,
	"bundle_id" text,
	"family" text,
	"basis_points" integer,
	"fixed" jsonb,
	CONSTRAINT "negotiated_prices_list_id_position_pk" PRIMARY KEY("list_id","position"),
	CONSTRAINT "negotiated_prices_what" CHECK ((bundle_id is null) <> (family is null)),
	CONSTRAINT "negotiated_prices_how" CHECK ((basis_points is null) <> (fixed is null) and (fixed is null or bundle_id is not null) and (basis_points is null or basis_points between 1 and 10000))
);
--> statement-breakpoint
CREATE TABLE "promotion_grants" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"promotion_id" text NOT NULL,
	"order_id" text NOT NULL,
	"name" text NOT NULL,
	"basis_points" integer,
	"credit_cents" bigint,
	"bundle_ids" text[] NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "promotion_grants_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "promotion_grants_once" UNIQUE("promotion_id","order_id")
);
--> statement-breakpoint
CREATE TABLE "promotion_uses" (
	"grant_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"period" text NOT NULL,
	"cents" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "promotion_uses_grant_id_period_pk" PRIMARY KEY("grant_id","period"),
	CONSTRAINT "promotion_uses_cents" CHECK (cents >= 0)
);
--> statement-breakpoint
CREATE TABLE "promotions" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"code" text,
	"kind" text NOT NULL,
	"basis_points" integer,
	"credit_cents" bigint,
	"duration_months" integer NOT NULL,
	"bundle_ids" text[] DEFAULT '{}' NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone NOT NULL,
	"limit_per_organisation" integer NOT NULL,
	"limit_in_all" integer,
	"granted" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "promotions_code_unique" UNIQUE("code"),
	CONSTRAINT "promotions_worth" CHECK ((kind = 'percentage' and basis_points between 1 and 10000 and credit_cents is null) or (kind = 'credit' and credit_cents > 0 and basis_points is null)),
	CONSTRAINT "promotions_dates" CHECK (valid_to > valid_from and duration_months between 1 and 36),
	CONSTRAINT "promotions_limits" CHECK (limit_per_organisation >= 1 and (limit_in_all is null or granted <= limit_in_all))
);
--> statement-breakpoint
ALTER TABLE "bundles" ADD COLUMN "order_fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "instances" ADD COLUMN "commitment_id" text;--> statement-breakpoint
ALTER TABLE "usage_intervals" ADD COLUMN "list_micro_cents_per_hour" bigint;--> statement-breakpoint
ALTER TABLE "usage_intervals" ADD COLUMN "hourly_micro_cents_per_hour" bigint;--> statement-breakpoint
ALTER TABLE "usage_intervals" ADD COLUMN "commitment_id" text;--> statement-breakpoint
ALTER TABLE "volumes" ADD COLUMN "commitment_id" text;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "own_prices" jsonb;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "commitment" jsonb;--> statement-breakpoint
ALTER TABLE "commitment_exits" ADD CONSTRAINT "commitment_exits_of" FOREIGN KEY ("organisation_id","commitment_id") REFERENCES "public"."commitments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_organisation_id_order_line_id_order_lines_organisation_id_id_fk" FOREIGN KEY ("organisation_id","order_line_id") REFERENCES "public"."order_lines"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "negotiated_lists" ADD CONSTRAINT "negotiated_lists_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "negotiated_lists" ADD CONSTRAINT "negotiated_lists_published_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("published_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "negotiated_prices" ADD CONSTRAINT "negotiated_prices_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "negotiated_prices" ADD CONSTRAINT "negotiated_prices_of" FOREIGN KEY ("organisation_id","list_id") REFERENCES "public"."negotiated_lists"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_grants" ADD CONSTRAINT "promotion_grants_promotion_id_promotions_id_fk" FOREIGN KEY ("promotion_id") REFERENCES "public"."promotions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_grants" ADD CONSTRAINT "promotion_grants_order" FOREIGN KEY ("organisation_id","order_id") REFERENCES "public"."orders"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_uses" ADD CONSTRAINT "promotion_uses_of" FOREIGN KEY ("organisation_id","grant_id") REFERENCES "public"."promotion_grants"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "commitment_exits_by_organisation" ON "commitment_exits" USING btree ("organisation_id","owed_at");--> statement-breakpoint
CREATE INDEX "commitment_exits_by_commitment" ON "commitment_exits" USING btree ("commitment_id");--> statement-breakpoint
CREATE INDEX "commitment_exits_pending" ON "commitment_exits" USING btree ("asked_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "commitment_rates_by_family" ON "commitment_rates" USING btree ("family","term_months","valid_from");--> statement-breakpoint
CREATE INDEX "commitments_recent" ON "commitments" USING btree ("organisation_id","ends_at");--> statement-breakpoint
CREATE INDEX "commitments_due" ON "commitments" USING btree ("ends_at") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "negotiated_lists_in_force" ON "negotiated_lists" USING btree ("organisation_id","valid_from");--> statement-breakpoint
CREATE INDEX "promotion_grants_recent" ON "promotion_grants" USING btree ("organisation_id","ends_at");--> statement-breakpoint
ALTER TABLE "instances" ADD CONSTRAINT "instances_organisation_id_commitment_id_commitments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","commitment_id") REFERENCES "public"."commitments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volumes" ADD CONSTRAINT "volumes_organisation_id_commitment_id_commitments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","commitment_id") REFERENCES "public"."commitments"("organisation_id","id") ON DELETE no action ON UPDATE no action;