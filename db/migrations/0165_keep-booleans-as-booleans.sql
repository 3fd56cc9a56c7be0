-- Each of these columns held 'yes' or 'no'.
alter table budgets alter column is_hard type boolean using is_hard = 'yes';--> statement-breakpoint
alter table cost_watches drop constraint cost_watches_on;--> statement-breakpoint
alter table cost_watches alter column is_on type boolean using is_on = 'yes';--> statement-breakpoint
alter table cost_anomalies drop constraint cost_anomalies_told;--> statement-breakpoint
alter table cost_anomalies alter column is_told type boolean using is_told = 'yes';--> statement-breakpoint
alter table selling_entities alter column is_default type boolean using is_default = 'yes';
