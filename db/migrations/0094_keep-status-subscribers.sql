CREATE TABLE "status_subscribers" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "status_subscribers_locale" CHECK (locale in ('fr', 'en'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "status_subscribers_email" ON "status_subscribers" USING btree (lower("email"));
--> statement-breakpoint
CREATE INDEX "status_subscribers_pending" ON "status_subscribers" USING btree ("created_at") WHERE confirmed_at is null;