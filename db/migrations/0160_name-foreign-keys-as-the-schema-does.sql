-- Written inline they got names of the server's own, which the generator would add beside those of the schema.
alter table cost_changes rename constraint cost_changes_organisation_id_fkey to cost_changes_organisation_id_organisations_id_fk;
--> statement-breakpoint
alter table host_silences rename constraint host_silences_host_id_fkey to host_silences_host_id_hosts_id_fk;
