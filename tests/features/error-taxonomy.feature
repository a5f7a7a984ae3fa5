Feature: Error taxonomy

  @ORCH-2006 @ORCH-2011 @OC-CORE-1012 @OC-CORE-1020 @OC-CORE-1021 @OC-CORE-1022
  Scenario: A task that cannot be admitted is refused with a code that says why
    Given an orchestrator
    Then tasks are refused that have
      | member      | value     | status | code             |
      | ctx         | 4097      | 400    | INVALID_PARAMS   |
      | ctx         | 0         | 400    | INVALID_PARAMS   |
      | max_tokens  | 0         | 400    | INVALID_PARAMS   |
      | workload    | "rerank"  | 400    | INVALID_PARAMS   |
      | workload    | "sleep"   | 400    | INVALID_PARAMS   |
      | model_ref   | "another" | 503    | POOL_UNAVAILABLE |
      | engine      | "tgi"     | 503    | POOL_UNAVAILABLE |

  @OC-CORE-1023 @ORCH-2012
  Scenario: A task that would start too late is refused
    Given an orchestrator that runs one task at a time and lets 1 wait, by the policy "reject"
    When task A is submitted with "max_tokens" 10000
    And task B is submitted with "deadline_ms" 1
    Then the answer is 503 with the code DEADLINE_UNMET
    And the answer's "/retriable" is true

  @ORCH-2021 @ORCH-2011
  Scenario: Nobody is answered without the right key
    Given an orchestrator
    When GET "/v1/capabilities" is called without a key
    Then the answer is 401 with the code UNAUTHENTICATED
    When GET "/v1/capabilities" is called with a wrong key
    Then the answer is 403 with the code FORBIDDEN

  @ORCH-2022
  Scenario: A body has to be JSON of a reasonable size
    Given an orchestrator
    When a task of 1048577 bytes is announced
    Then the answer is 413 with the code PAYLOAD_TOO_LARGE
    When a task is submitted as "text/plain"
    Then the answer is 415 with the code UNSUPPORTED_MEDIA_TYPE

  @ORCH-2013
  Scenario: What does not exist is not found
    Given an orchestrator
    Then nothing is found at
      | GET    | /v1/tasks/00000000-0000-4000-8000-000000000000/stream |
      | POST   | /v1/tasks/00000000-0000-4000-8000-000000000000/cancel |
      | GET    | /v1/sessions/00000000-0000-4000-8000-000000000000     |
      | DELETE | /v1/sessions/00000000-0000-4000-8000-000000000000     |
      | GET    | /v1/pools/nobody/health                               |
      | GET    | /v1/artifacts/nobody                                  |
      | GET    | /v1/catalog/models/nobody                             |
      | POST   | /v1/catalog/models/nobody/verify                      |

  @OC-ADAPT-5010
  Scenario: An engine that yields no token any more is given up
    Given an orchestrator whose engine "stops without a word"
    When task A is submitted
    Then the stream of task A closes with the error DECODE_TIMEOUT

  @OC-POOL-3003
  Scenario: The tasks of an engine that ends are ended
    Given an orchestrator whose engine "ends unexpectedly"
    When task A is submitted
    Then the stream of task A closes with the error WORKER_RESET

  @OC-ADAPT-5011
  Scenario: An engine's own error reaches the caller
    Given an orchestrator whose engine "reports an error"
    When task A is submitted
    Then the stream of task A closes with the error INTERNAL

  @OC-POOL-3004
  Scenario: Tasks do not wait for engines that cannot be started
    Given an orchestrator whose engine "cannot load its model"
    When task A is submitted
    Then the stream of task A closes with the error REPLICA_EXHAUSTED
    When task B is submitted
    Then the answer is 503 with the code REPLICA_EXHAUSTED
