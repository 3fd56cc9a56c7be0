-- Existing networks get the rules that keep their servers from the hypervisor: each is applied again.
update private_networks set revision = revision + 1;
