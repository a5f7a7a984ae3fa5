Feature: Control plane

  @OC-CTRL-2060 @OC-CTRL-2061
  Scenario: The engines and the version of the API are told
    Given an orchestrator
    When GET "/v1/capabilities" is called
    Then the answer is 200
    And the answer's "/api_version" is "1.0.0"
    And the answer's "/engines/0/engine" is "llamacpp"
    And the answer's "/engines/0/ctx_max" is 4096
    And the answer's "/engines/0/supported_workloads" is ["completion", "embedding"]
    And the answer's "/engines/0/features/0" is "streaming"
    And the answer's "/engines/0/rate_limits" is {}

  @ORCH-2101 @ORCH-2103 @OC-CORE-1011 @OC-CORE-1022
  Scenario: A pool that drains finishes what it runs and takes nothing more
    Given an orchestrator
    When task A is submitted with "max_tokens" 100
    And the first token of task A has come
    And POST "/v1/pools/pool-a/drain" is called with {"deadline_ms": 60000}
    Then the answer is 202
    When GET "/v1/pools/pool-a/health" is called
    Then the answer is 200
    And the answer's "/live" is true
    And the answer's "/ready" is false
    And the answer's "/draining" is true
    And the answer's "/last_error" is null
    When task B is submitted
    Then the answer is 503 with the code POOL_UNREADY
    And the stream of task A has 100 tokens and closes with end

  @ORCH-2101 @OC-POOL-3010
  Scenario: A drain ends the tasks that outlast its deadline
    Given an orchestrator
    When task A is submitted with "max_tokens" 10000
    And the first token of task A has come
    And POST "/v1/pools/pool-a/drain" is called with {"deadline_ms": 0}
    Then the answer is 202
    And the stream of task A closes with the error POOL_UNAVAILABLE

  @ORCH-2102
  Scenario: A pool that drains cannot reload
    Given an orchestrator
    When task A is submitted with "max_tokens" 10000
    And the first token of task A has come
    And POST "/v1/pools/pool-a/drain" is called with {"deadline_ms": 60000}
    And POST "/v1/pools/pool-a/reload" is called with {"new_model_ref": "new"}
    Then the answer is 409 with the code CONFLICT

  @ORCH-2102 @OC-POOL-3011 @OC-CORE-1012
  Scenario: A pool that was reloaded runs the new model alone
    Given an orchestrator
    When POST "/v1/pools/pool-a/reload" is called with {"new_model_ref": "new"}
    Then the answer is 202
    When "/v1/pools/pool-a/health" says that it is ready
    And task A is submitted with "model_ref" "new"
    Then the answer is 202
    And the stream of task A has 8 tokens and closes with end
    When task B is submitted with "model_ref" "m"
    Then the answer is 503 with the code POOL_UNAVAILABLE

  @OC-CTRL-2065 @OC-CTRL-2066
  Scenario: An artifact is kept under its digest
    Given an orchestrator
    When POST "/v1/artifacts" is called with {"kind": "plan", "content": "hello", "tags": ["a"], "metadata": {"by": "me"}}
    Then the answer is 201
    And the answer's "/digest" is "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    When what was created is read from "/v1/artifacts"
    Then the answer is 200
    And the answer's "/kind" is "plan"
    And the answer's "/content" is "hello"
    And the answer's "/tags" is ["a"]
    And the answer's "/metadata" is {"by": "me"}

  @ORCH-3060 @ORCH-3061
  Scenario: A model is registered, found and verified
    Given an orchestrator
    When POST "/v1/catalog/models" is called with {"id": "m1", "digest": "sha256:00", "tags": ["chat"]}
    Then the answer is 201
    When GET "/v1/catalog/models/m1" is called
    Then the answer is 200
    And the answer's "/digest" is "sha256:00"
    And the answer's "/tags" is ["chat"]
    When POST "/v1/catalog/models/m1/verify" is called
    Then the answer is 202

  @ORCH-3062
  Scenario: A strict trust policy refuses a model without signature
    Given an orchestrator that asks for signatures and is "strict"
    When POST "/v1/catalog/models" is called with {"id": "m1", "digest": "sha256:00"}
    Then the answer is 400 with the code UNTRUSTED_ARTIFACT
    When GET "/v1/catalog/models/m1" is called
    Then the answer is 404 with the code NOT_FOUND

  @ORCH-3063
  Scenario: A permissive trust policy lets it pass
    Given an orchestrator that asks for signatures and is "permissive"
    When POST "/v1/catalog/models" is called with {"id": "m1", "digest": "sha256:00"}
    Then the answer is 201

  @ORCH-3072 @ORCH-3073
  Scenario: A deprecated model gets no further tasks
    Given an orchestrator
    When POST "/v1/catalog/models" is called with {"id": "m", "digest": "sha256:00"}
    And POST "/v1/catalog/models/m/state" is called with {"state": "Sleeping"}
    Then the answer is 400 with the code INVALID_PARAMS
    When task A is submitted
    Then the answer is 202
    When POST "/v1/catalog/models/m/state" is called with {"state": "Deprecated"}
    Then the answer is 202
    When task B is submitted
    Then the answer is 410 with the code MODEL_DEPRECATED
