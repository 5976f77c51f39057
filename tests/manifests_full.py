"""Manifests that use every element and attribute of their standard, all as the standard has it.

`FULL` has one for each of SCORM 1.2, the editions of SCORM 2004, and cmi5; `LOM_12` and `LOM` are
records of metadata that stand by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packager.model import Edition, Standard

_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

# SCORM 1.2


def _entry_12(name: str, value: str) -> str:
    """An entry of a vocabulary of IMS metadata."""
    return (
        f"<{name}><source><langstring xml:lang='x-none'>LOMv1.0</langstring></source>"
        f"<value><langstring>{value}</langstring></value></{name}>"
    )


def _said_12(name: str, text: str = "Пожарная безопасность") -> str:
    """A text in two languages."""
    return (
        f"<{name}><langstring xml:lang='ru'>{text}</langstring>"
        f"<langstring xml:lang='en-US'>Fire safety</langstring></{name}>"
    )


_CATALOG_ENTRY_12 = (
    f"<catalogentry><catalog>ISBN</catalog>{_said_12('entry', '1-2-3')}</catalogentry>"
)
_CONTRIBUTE_12 = f"""<contribute>{_entry_12("role", "Author")}
  <centity><vcard>BEGIN:VCARD
FN:Иванова А. А.
END:VCARD</vcard></centity>
  <date><datetime>2024-05-31</datetime>{_said_12("description")}</date></contribute>"""

LOM_12 = f"""<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1">
<general><identifier>fire</identifier>{_said_12("title")}{_CATALOG_ENTRY_12}
  <language>ru</language><language>en</language>{_said_12("description")}{_said_12("keyword")}
  {_said_12("keyword")}{_said_12("coverage")}{_entry_12("structure", "Hierarchical")}
  {_entry_12("aggregationlevel", "2")}</general>
<lifecycle>{_said_12("version", "1.0")}{_entry_12("status", "Final")}{_CONTRIBUTE_12}</lifecycle>
<metametadata><identifier>meta</identifier>{_CATALOG_ENTRY_12}{_CONTRIBUTE_12}
  <metadatascheme>ADL SCORM 1.2</metadatascheme><language>ru</language></metametadata>
<technical><format>text/html</format><size>1024</size>
  <location type="URI">index.html</location><location type="TEXT">a disk</location>
  <requirement>{_entry_12("type", "Browser")}{_entry_12("name", "Any")}
    <minimumversion>4</minimumversion><maximumversion>5</maximumversion></requirement>
  {_said_12("installationremarks")}{_said_12("otherplatformrequirements")}
  <duration><datetime>PT1H</datetime>{_said_12("description")}</duration></technical>
<educational>{_entry_12("interactivitytype", "Active")}
  {_entry_12("learningresourcetype", "Exercise")}{_entry_12("learningresourcetype", "Exam")}
  {_entry_12("interactivitylevel", "high")}{_entry_12("semanticdensity", "low")}
  {_entry_12("intendedenduserrole", "Learner")}{_entry_12("context", "Training")}
  {_said_12("typicalagerange", "18-")}{_entry_12("difficulty", "easy")}
  <typicallearningtime><datetime>PT45M</datetime>{_said_12("description")}</typicallearningtime>
  {_said_12("description")}<language>ru</language></educational>
<rights>{_entry_12("cost", "no")}{_entry_12("copyrightandotherrestrictions", "yes")}
  {_said_12("description")}</rights>
<relation>{_entry_12("kind", "IsPartOf")}
  <resource><identifier>all</identifier>{_said_12("description")}{_CATALOG_ENTRY_12}</resource>
</relation>
<annotation><person><vcard>BEGIN:VCARD END:VCARD</vcard></person>
  <date><datetime>2024</datetime></date>{_said_12("description")}</annotation>
<classification>{_entry_12("purpose", "Discipline")}
  <taxonpath><source><langstring>ОКСО</langstring></source>
    <taxon><id>20</id>{_said_12("entry")}<taxon><id>20.03</id>{_said_12("entry")}</taxon></taxon>
  </taxonpath>{_said_12("description")}{_said_12("keyword")}</classification>
</lom>"""

_FULL_12 = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1.1" xml:base="content/"
 xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" {_XSI}
 xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
  {LOM_12}<adlcp:location>meta.xml</adlcp:location></metadata>
<organizations default="O1">
  <organization identifier="O1" structure="hierarchical"><title>Охрана труда</title>
    <item identifier="I1" isvisible="true"><title>Раздел</title>
      <item identifier="I2" identifierref="R1" isvisible="0" parameters="?a=1&amp;b=2">
        <title>Урок</title>
        <metadata><adlcp:location>item.xml</adlcp:location></metadata>
        <adlcp:prerequisites type="aicc_script">I3&amp;I4</adlcp:prerequisites>
        <adlcp:maxtimeallowed>01:30:00</adlcp:maxtimeallowed>
        <adlcp:timelimitaction>exit,no message</adlcp:timelimitaction>
        <adlcp:datafromlms>mode=1</adlcp:datafromlms>
        <adlcp:masteryscore>80</adlcp:masteryscore></item>
      <item identifier="I3" identifierref="R2"><title>Тест</title>
        <adlcp:timelimitaction>continue,message</adlcp:timelimitaction></item>
      <metadata/></item>
    <item identifier="I4" identifierref="R1" xml:lang="ru"><title>Повторение</title></item>
    <metadata><schema>ADL SCORM</schema></metadata></organization>
  <organization identifier="O2"><title>Кратко</title>
    <item identifier="I5" identifierref="R2"/></organization>
</organizations>
<resources xml:base="pages/">
  <resource identifier="R1" type="webcontent" adlcp:scormtype="sco" href="a.html" xml:base="a/">
    <metadata><adlcp:location>r.xml</adlcp:location></metadata>
    <file href="a.html"><metadata><adlcp:location>f.xml</adlcp:location></metadata></file>
    <file href="картинка.png"/><dependency identifierref="R2"/><dependency identifierref="R3"/>
  </resource>
  <resource identifier="R2" type="webcontent" adlcp:scormtype="asset" href="b.html?x=1#y"/>
  <resource identifier="R3" type="webcontent"><file href="c.js"/></resource>
</resources>
<manifest identifier="M2"><organizations/><resources/></manifest>
</manifest>"""

# SCORM 2004


def _entry(name: str, value: str) -> str:
    """An entry of a vocabulary of LOM."""
    return f"<{name}><source>LOMv1.0</source><value>{value}</value></{name}>"


def _said(name: str, text: str = "Пожарная безопасность") -> str:
    return (
        f'<{name}><string language="ru">{text}</string>'
        f'<string language="en">Fire safety</string></{name}>'
    )


_CARD = "<entity>BEGIN:VCARD\nFN:Иванова А. А.\nEND:VCARD</entity>"
_DATE = f"<date><dateTime>2024-05-31T09:00:00.0Z</dateTime>{_said('description')}</date>"
_IDENTIFIER = "<identifier><catalog>URI</catalog><entry>urn:fire</entry></identifier>"

LOM = f"""<lom xmlns="http://ltsc.ieee.org/xsd/LOM">
<general uniqueElementName="general">{_IDENTIFIER}{_IDENTIFIER}{_said("title")}
  <language>ru</language><language>none</language>{_said("description")}{_said("description")}
  {_said("keyword")}{_said("keyword")}{_said("coverage")}{_entry("structure", "linear")}
  {_entry("aggregationLevel", "2")}</general>
<lifeCycle>{_said("version", "1.0")}{_entry("status", "final")}
  <contribute>{_entry("role", "subject matter expert")}{_CARD}{_CARD}{_DATE}</contribute>
</lifeCycle>
<metaMetadata>{_IDENTIFIER}
  <contribute>{_entry("role", "creator")}{_CARD}<date><dateTime>2024</dateTime></date></contribute>
  <metadataSchema>LOMv1.0</metadataSchema><metadataSchema>ADLv1.0</metadataSchema>
  <language>ru</language></metaMetadata>
<technical><format>text/html</format><format>video/mp4</format><size>1024</size>
  <location>index.html</location><location>a.html</location>
  <requirement><orComposite>{_entry("type", "browser")}{_entry("name", "any")}
    <minimumVersion>4</minimumVersion><maximumVersion>5</maximumVersion></orComposite></requirement>
  {_said("installationRemarks")}{_said("otherPlatformRequirements")}
  <duration><duration>PT1H30.5S</duration>{_said("description")}</duration></technical>
<educational>{_entry("interactivityType", "mixed")}{_entry("learningResourceType", "exam")}
  {_entry("learningResourceType", "slide")}{_entry("interactivityLevel", "very high")}
  {_entry("semanticDensity", "low")}{_entry("intendedEndUserRole", "learner")}
  {_entry("context", "higher education")}{_said("typicalAgeRange", "18-")}
  {_entry("difficulty", "easy")}
  <typicalLearningTime><duration>PT45M</duration></typicalLearningTime>
  {_said("description")}<language>ru-RU</language></educational>
<educational/>
<rights>{_entry("cost", "no")}{_entry("copyrightAndOtherRestrictions", "yes")}
  {_said("description")}</rights>
<relation>{_entry("kind", "ispartof")}<resource>{_IDENTIFIER}{_said("description")}
  {_said("description")}</resource></relation>
<annotation>{_CARD}{_DATE}{_said("description")}</annotation>
<classification>{_entry("purpose", "discipline")}
  <taxonPath>{_said("source", "ОКСО")}<taxon><id>20</id>{_said("entry")}</taxon>
    <taxon><id>20.03</id></taxon></taxonPath>
  {_said("description")}{_said("keyword")}</classification>
</lom>"""

_MAP_INFO = """<imsss:mapInfo targetObjectiveID="urn:global" readSatisfiedStatus="true"
 readNormalizedMeasure="true" writeSatisfiedStatus="0" writeNormalizedMeasure="false"/>"""

_SEQUENCING = f"""<imsss:sequencing>
<imsss:controlMode choice="true" choiceExit="false" flow="true" forwardOnly="0"
 useCurrentAttemptObjectiveInfo="1" useCurrentAttemptProgressInfo="true"/>
<imsss:sequencingRules>
  <imsss:preConditionRule>
    <imsss:ruleConditions conditionCombination="any">
      <imsss:ruleCondition referencedObjective="obj1" measureThreshold="-0.5" operator="not"
       condition="objectiveMeasureGreaterThan"/>
      <imsss:ruleCondition condition="always" operator="noOp"/></imsss:ruleConditions>
    <imsss:ruleAction action="skip"/></imsss:preConditionRule>
  <imsss:preConditionRule><imsss:ruleAction action="hiddenFromChoice"/></imsss:preConditionRule>
  <imsss:exitConditionRule>
    <imsss:ruleConditions><imsss:ruleCondition condition="timeLimitExceeded"/>
    </imsss:ruleConditions><imsss:ruleAction action="exit"/></imsss:exitConditionRule>
  <imsss:postConditionRule>
    <imsss:ruleConditions conditionCombination="all">
      <imsss:ruleCondition condition="attempted"/></imsss:ruleConditions>
    <imsss:ruleAction action="retry"/></imsss:postConditionRule>
</imsss:sequencingRules>
<imsss:limitConditions attemptLimit="3" attemptAbsoluteDurationLimit="PT1H30M"
 attemptExperiencedDurationLimit="P1DT0.5S" activityAbsoluteDurationLimit="P1Y2M"
 activityExperiencedDurationLimit="PT10S" beginTimeLimit="2024-02-29T09:00:00"
 endTimeLimit="2030-12-31T24:00:00+03:00"/>
<imsss:auxiliaryResources><imsss:auxiliaryResource auxiliaryResourceID="urn:help" purpose="help"/>
</imsss:auxiliaryResources>
<imsss:rollupRules rollupObjectiveSatisfied="true" rollupProgressCompletion="false"
 objectiveMeasureWeight="0.5">
  <imsss:rollupRule childActivitySet="atLeastPercent" minimumCount="2" minimumPercent="0.75">
    <imsss:rollupConditions conditionCombination="all">
      <imsss:rollupCondition operator="not" condition="attempted"/>
      <imsss:rollupCondition condition="completed"/></imsss:rollupConditions>
    <imsss:rollupAction action="satisfied"/></imsss:rollupRule>
  <imsss:rollupRule><imsss:rollupConditions><imsss:rollupCondition condition="satisfied"/>
    </imsss:rollupConditions><imsss:rollupAction action="completed"/></imsss:rollupRule>
</imsss:rollupRules>
<imsss:objectives>
  <imsss:primaryObjective objectiveID="obj0" satisfiedByMeasure="true">
    <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>{_MAP_INFO}{_MAP_INFO}
  </imsss:primaryObjective>
  <imsss:objective objectiveID="obj1" satisfiedByMeasure="false">
    <imsss:minNormalizedMeasure/>{_MAP_INFO}</imsss:objective>
  <imsss:objective objectiveID="obj2"/>
</imsss:objectives>
<imsss:randomizationControls randomizationTiming="once" selectCount="2" reorderChildren="true"
 selectionTiming="onEachNewAttempt"/>
<imsss:deliveryControls tracked="true" completionSetByContent="false"
 objectiveSetByContent="true"/>
<adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="false"/>
<adlseq:rollupConsiderations requiredForSatisfied="always" requiredForNotSatisfied="ifAttempted"
 requiredForCompleted="ifNotSkipped" requiredForIncomplete="ifNotSuspended"
 measureSatisfactionIfActive="false"/>
%s</imsss:sequencing>"""

_MAPS_4TH = """<adlseq:objectives><adlseq:objective objectiveID="obj1">
  <adlseq:mapInfo targetObjectiveID="urn:global" readRawScore="true" readMinScore="false"
   readMaxScore="1" readCompletionStatus="0" readProgressMeasure="true" writeRawScore="false"
   writeMinScore="true" writeMaxScore="true" writeCompletionStatus="true"
   writeProgressMeasure="true"/></adlseq:objective></adlseq:objectives>"""

_DATA_4TH = """<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.75"
   progressWeight="0.5"/>
  <adlcp:data><adlcp:map targetID="urn:store" readSharedData="true" writeSharedData="false"/>
    <adlcp:map targetID="urn:other"/></adlcp:data>"""

_CONTROLS = {
    "2nd": ("abandon", "continue", "exit", "previous"),
    "3rd": ("abandon", "continue", "exit", "previous", "suspendAll", "exitAll", "abandonAll"),
}

_SCHEMAVERSIONS = {"2nd": "CAM 1.3", "3rd": "2004 3rd Edition", "4th": "2004 4th Edition"}


def _presentation(edition: str) -> str:
    controls = "".join(
        f"<adlnav:hideLMSUI>{name}</adlnav:hideLMSUI>"
        for name in _CONTROLS.get(edition, _CONTROLS["3rd"])
    )
    return (
        f"<adlnav:presentation><adlnav:navigationInterface>{controls}"
        "</adlnav:navigationInterface></adlnav:presentation>"
    )


def full_2004(edition: Edition) -> str:
    """A manifest of an edition of SCORM 2004."""
    fourth = edition == "4th"
    sequencing = _SEQUENCING % (_MAPS_4TH if fourth else "")
    threshold = (
        _DATA_4TH if fourth else "<adlcp:completionThreshold>0.75</adlcp:completionThreshold>"
    )
    shared = 'adlcp:sharedDataGlobalToSystem="false"' if fourth else ""
    persist = 'adlcp:persistState="true"' if edition == "2nd" else ""
    location = "meta data.xml" if edition == "2nd" else "meta.xml"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1.1" xml:base="content/"
 xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
 xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
 xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"
 xmlns:imsss="http://www.imsglobal.org/xsd/imsss" {_XSI}
 xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd">
<metadata><schema>ADL SCORM</schema><schemaversion>{_SCHEMAVERSIONS[edition]}</schemaversion>
  {LOM}<adlcp:location>{location}</adlcp:location></metadata>
<organizations default="O1">
  <organization identifier="O1" structure="hierarchical"
   adlseq:objectivesGlobalToSystem="false" {shared}><title>Охрана труда</title>
    <item identifier="I1" isvisible="true"><title>Раздел</title>
      <item identifier="I2" identifierref="R1" isvisible="0" parameters="?a=1&amp;b=2">
        <title>Урок</title>
        <metadata><adlcp:location>item.xml</adlcp:location></metadata>
        <adlcp:timeLimitAction>exit,no message</adlcp:timeLimitAction>
        <adlcp:dataFromLMS>mode=1</adlcp:dataFromLMS>
        {threshold}
        {sequencing}
        {_presentation(edition)}</item>
      <item identifier="I3" identifierref="R2"><title>Тест</title>
        <imsss:sequencing IDRef="S1"/></item>
      <metadata/></item>
    <item identifier="I4" identifierref="R1" xml:lang="ru"><title>Повторение</title>
      <adlnav:presentation/></item>
    <metadata><schema>ADL SCORM</schema></metadata>
    <imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing></organization>
  <organization identifier="O2"><title>Кратко</title>
    <item identifier="I5" identifierref="R2"/></organization>
</organizations>
<resources xml:base="pages/">
  <resource identifier="R1" type="webcontent" adlcp:scormType="sco" {persist} href="a.html"
   xml:base="a/">
    <metadata><adlcp:location>r.xml</adlcp:location></metadata>
    <file href="a.html"><metadata><adlcp:location>f.xml</adlcp:location></metadata></file>
    <file href="картинка.png"/><dependency identifierref="R2"/><dependency identifierref="R3"/>
  </resource>
  <resource identifier="R2" type="webcontent" adlcp:scormType="asset" href="b.html?x=1#y"/>
  <resource identifier="R3" type="webcontent" adlcp:scormType="asset"><file href="c.js"/></resource>
</resources>
<imsss:sequencingCollection>
  <imsss:sequencing ID="S1"><imsss:controlMode choice="false"/></imsss:sequencing>
  <imsss:sequencing ID="S2"/>
</imsss:sequencingCollection>
</manifest>"""


# cmi5


def _langstrings(name: str) -> str:
    return (
        f'<{name}><langstring lang="ru">Охрана труда</langstring>'
        f'<langstring lang="en-US">Safety</langstring></{name}>'
    )


_NAMED = _langstrings("title") + _langstrings("description")
_REFERENCES = """<objectives><objective idref="https://example.org/o1"/>
  <objective idref="https://example.org/o2"/></objectives>"""


def _au(name: str, attributes: str, inside: str = "") -> str:
    return f"""<au id="https://example.org/{name}" {attributes}>{_NAMED}{_REFERENCES}
  <url>{name}.html?a=1</url>{inside}</au>"""


_FULL_CMI5 = f"""<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
 xmlns:v="https://example.org/vendor">
<course id="https://example.org/course" v:made="by hand">{_NAMED}<v:colour>red</v:colour></course>
<objectives>
  <objective id="https://example.org/o1">{_NAMED}</objective>
  <objective id="https://example.org/o2">{_langstrings("description")}{_langstrings("title")}
  </objective>
</objectives>
{
    _au(
        "au1",
        'moveOn="CompletedAndPassed" masteryScore="0.8" launchMethod="OwnWindow"'
        ' activityType="https://example.org/lesson"',
        "<launchParameters>a=1</launchParameters><entitlementKey>key</entitlementKey><v:x/>",
    )
}
<block id="https://example.org/b1">{_NAMED}{_REFERENCES}
  {_au("au2", 'moveOn="Passed" launchMethod="AnyWindow"')}
  <block id="https://example.org/b2">{_NAMED}{_au("au3", "")}</block>
</block>
</courseStructure>"""

FULL: dict[tuple[Standard, Edition | None], str] = {
    ("scorm12", None): _FULL_12,
    ("scorm2004", "2nd"): full_2004("2nd"),
    ("scorm2004", "3rd"): full_2004("3rd"),
    ("scorm2004", "4th"): full_2004("4th"),
    ("cmi5", None): _FULL_CMI5,
}
