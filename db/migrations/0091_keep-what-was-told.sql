CREATE TABLE "calendar_feeds" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"created_by_account_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calendar_feeds_secret" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "news_tellings" (
	"news" text NOT NULL,
	"audience" text NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	CONSTRAINT "news_tellings_news_audience_pk" PRIMARY KEY("news","audience")
);
--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;