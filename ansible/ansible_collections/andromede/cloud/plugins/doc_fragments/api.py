class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  api_url:
    description: Address of the API. By default the variable E(ANDROMEDE_URL).
    type: str
  api_token:
    description: Token of the organisation. By default the variable E(ANDROMEDE_TOKEN).
    type: str
  wait_timeout:
    description: Seconds that work may take until it has ended.
    type: int
    default: 600
notes:
  - Needs no Python package besides Ansible.
author:
  - Andromède
"""
