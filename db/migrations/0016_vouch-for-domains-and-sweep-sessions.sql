CREATE TABLE "trusted_email_domains" (
	"siren" text NOT NULL,
	"domain" text NOT NULL,
	"staff_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "trusted_email_domains_siren_domain_pk" PRIMARY KEY("siren","domain")
);
--> statement-breakpoint
grant select, insert, delete on trusted_email_domains to andromede_operator;
--> statement-breakpoint
grant select on trusted_email_domains to andromede_worker;
--> statement-breakpoint
-- Sessions that are over are swept; the journal keeps who signed in and when.
grant select (token_hash, expires_at, ended_at), delete on account_sessions to andromede_worker;
--> statement-breakpoint
grant select (token_hash, expires_at, ended_at), delete on staff_sessions to andromede_worker;
