Feature: Drift

  Background:
    Given a project whose artifacts are fresh

  Scenario: A fresh project passes
    When the artifacts are checked
    Then everything is fresh

  Scenario: A document that changed makes its artifact stale
    When a property is added to the document
    And the artifacts are checked
    Then the artifact is stale because its source changed
    And the artifact has the same bytes as before

  Scenario: An artifact that was edited is stale
    When somebody edits the artifact
    And the artifacts are checked
    Then the artifact is stale because somebody edited it

  Scenario: An artifact that was deleted is missing
    When somebody deletes the artifact
    And the artifacts are checked
    Then the artifact is missing because somebody edited it
