Feature: Regeneration

  Background:
    Given a project whose artifacts are fresh

  @OC-CONFIG-6010
  Scenario: The same sources yield the same bytes
    When the artifacts are generated again
    Then everything is fresh
    And the artifact has the same bytes as before

  @OC-CONFIG-6010
  Scenario: An artifact that was deleted comes back as it was
    When somebody deletes the artifact
    And the artifacts are generated again
    Then the artifact has the same bytes as before

  Scenario: A change of the document reaches the artifact
    When a property is added to the document
    And the artifacts are generated again
    Then the artifact says "pub price"

  Scenario: Nothing is written while the document is broken
    When the document names a schema that is not there
    And the artifacts are generated again
    Then "dangling-ref" is found
    And the artifact has the same bytes as before
