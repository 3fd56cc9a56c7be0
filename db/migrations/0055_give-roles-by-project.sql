CREATE TABLE "project_roles" (
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"member_id" text NOT NULL,
	"role" text NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "project_roles_organisation_id_project_id_member_id_pk" PRIMARY KEY("organisation_id","project_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "self_approvals" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"allowed_by_account_id" text NOT NULL,
	"reason" text NOT NULL,
	"allowed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "project_roles" ADD CONSTRAINT "project_roles_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_roles" ADD CONSTRAINT "project_roles_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_roles" ADD CONSTRAINT "project_roles_organisation_id_member_id_organisation_members_organisation_id_id_fk" FOREIGN KEY ("organisation_id","member_id") REFERENCES "public"."organisation_members"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "self_approvals" ADD CONSTRAINT "self_approvals_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "self_approvals" ADD CONSTRAINT "self_approvals_allowed_by_account_id_accounts_id_fk" FOREIGN KEY ("allowed_by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "project_roles_by_member" ON "project_roles" USING btree ("member_id");