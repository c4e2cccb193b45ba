"""The field's own words as closed sets: organs, materials, roles.

Knows names and their Chinese terms; knows no rules. Source: the guidance document and the contract of names.
"""

from enum import StrEnum


class Organ(StrEnum):
    """Who issues, seals, signs or acts."""

    VILLAGE_COMMITTEE = "village_committee"
    SCHOOL = "school"
    CENTRAL_SCHOOL = "central_school"
    TOWNSHIP_GOVERNMENT = "township_government"
    COUNTY_GOVERNMENT = "county_government"
    COUNTY_EDUCATION = "county_education"
    COUNTY_POLICE = "county_police"
    POLICE_STATION = "police_station"
    HOUSEHOLD_REGISTRAR = "household_registrar"
    COUNTY_HEALTH = "county_health"
    COUNTY_DISABLED_FEDERATION = "county_disabled_federation"
    CIVIL_AFFAIRS = "civil_affairs"
    EXPERT_COMMITTEE = "expert_committee"
    HOSPITAL = "hospital"
    FUNERAL_HOME = "funeral_home"
    COURT = "court"
    LAW_ENFORCEMENT = "law_enforcement"
    CITY_EDUCATION = "city_education"
    PROVINCE_EDUCATION = "province_education"
    OTHER_PROVINCE_EDUCATION = "other_province_education"
    VOCATIONAL_SCHOOL = "vocational_school"
    GUARDIAN = "guardian"
    CHILD = "child"


ORGAN_TERMS: dict[Organ, str] = {
    Organ.VILLAGE_COMMITTEE: "村（居）民委员会",
    Organ.SCHOOL: "学校",
    Organ.CENTRAL_SCHOOL: "中心校",
    Organ.TOWNSHIP_GOVERNMENT: "乡镇人民政府（街道办事处）",
    Organ.COUNTY_GOVERNMENT: "县级人民政府",
    Organ.COUNTY_EDUCATION: "县级教育行政部门",
    Organ.COUNTY_POLICE: "县级公安机关",
    Organ.POLICE_STATION: "公安派出所",
    Organ.HOUSEHOLD_REGISTRAR: "户口登记机关",
    Organ.COUNTY_HEALTH: "县级卫生健康部门",
    Organ.COUNTY_DISABLED_FEDERATION: "县残联",
    Organ.CIVIL_AFFAIRS: "民政部门",
    Organ.EXPERT_COMMITTEE: "残疾人教育专家委员会",
    Organ.HOSPITAL: "医疗机构",
    Organ.FUNERAL_HOME: "殡葬部门",
    Organ.COURT: "人民法院",
    Organ.LAW_ENFORCEMENT: "执法机关",
    Organ.CITY_EDUCATION: "市级教育行政部门",
    Organ.PROVINCE_EDUCATION: "省教育厅",
    Organ.OTHER_PROVINCE_EDUCATION: "外省省级教育行政部门",
    Organ.VOCATIONAL_SCHOOL: "中等职业学校",
    Organ.GUARDIAN: "父母或其他法定监护人",
    Organ.CHILD: "学生本人",
}

# A seal of any of these satisfies a demand for any one of them (contract, section 2);
# the statement of clause 一（三） is the exception and names the police station.
POLICE_FAMILY = frozenset({Organ.POLICE_STATION, Organ.COUNTY_POLICE, Organ.HOUSEHOLD_REGISTRAR})


class Material(StrEnum):
    """Kinds of paper (and recording) that a case can hold."""

    CORRECTED_HOUSEHOLD_RECORD = "corrected_household_record"
    DUPLICATE_CANCELLATION = "duplicate_cancellation"
    POLICE_MISSING_STATEMENT = "police_missing_statement"
    DEATH_CERTIFICATE = "death_certificate"
    CREMATION_CERTIFICATE = "cremation_certificate"
    POLICE_DEATH_CERTIFICATE = "police_death_certificate"
    HOUSEHOLD_CANCELLATION_DEATH = "household_cancellation_death"
    DECLARATION_OF_DEATH = "declaration_of_death"
    COMMITTEE_CERTIFICATE = "committee_certificate"
    DISABILITY_CARD = "disability_card"
    ATTENDANCE_CERTIFICATE = "attendance_certificate"
    GUARDIAN_APPLICATION = "guardian_application"
    MEDICAL_CERTIFICATE = "medical_certificate"
    DEFERRAL_APPROVAL = "deferral_approval"
    VISIT_RECORD = "visit_record"
    WRITTEN_APPLICATION = "written_application"
    EDUCATION_PLAN = "education_plan"
    VOCATIONAL_ACCEPTANCE = "vocational_acceptance"
    ENFORCEMENT_DOCUMENT = "enforcement_document"
    SCHOOL_RETURN_CERTIFICATE = "school_return_certificate"
    NOTIFICATION_RECORD = "notification_record"
    VILLAGE_STATEMENT = "village_statement"
    NEIGHBOUR_STATEMENT = "neighbour_statement"
    TOWNSHIP_STATEMENT = "township_statement"
    PHOTO = "photo"
    AUDIO = "audio"
    VIDEO = "video"
    OTHER = "other"


MATERIAL_TERMS: dict[Material, str] = {
    Material.CORRECTED_HOUSEHOLD_RECORD: "更正后的户口信息",
    Material.DUPLICATE_CANCELLATION: "重复户籍注销信息",
    Material.POLICE_MISSING_STATEMENT: "失踪失联确认信息情况说明",
    Material.DEATH_CERTIFICATE: "死亡医学证明",
    Material.CREMATION_CERTIFICATE: "火化证明",
    Material.POLICE_DEATH_CERTIFICATE: "非正常死亡证明",
    Material.HOUSEHOLD_CANCELLATION_DEATH: "户口注销证明（死亡）",
    Material.DECLARATION_OF_DEATH: "宣告死亡判决书",
    Material.COMMITTEE_CERTIFICATE: "残疾人教育专家委员会鉴定证明",
    Material.DISABILITY_CARD: "残疾人证",
    Material.ATTENDANCE_CERTIFICATE: "就读证明",
    Material.GUARDIAN_APPLICATION: "监护人书面申请",
    Material.MEDICAL_CERTIFICATE: "医疗机构检查证明",
    Material.DEFERRAL_APPROVAL: "批准意见",
    Material.VISIT_RECORD: "劝返书面记录",
    Material.WRITTEN_APPLICATION: "书面申请（监护人及本人）",
    Material.EDUCATION_PLAN: "个性化教育方案",
    Material.VOCATIONAL_ACCEPTANCE: "中等职业学校接收证明",
    Material.ENFORCEMENT_DOCUMENT: "执法记录及文书",
    Material.SCHOOL_RETURN_CERTIFICATE: "返校就读证明",
    Material.NOTIFICATION_RECORD: "告知记录",
    Material.VILLAGE_STATEMENT: "村（居）委会情况说明",
    Material.NEIGHBOUR_STATEMENT: "邻里证言",
    Material.TOWNSHIP_STATEMENT: "乡镇情况说明",
    Material.PHOTO: "照片",
    Material.AUDIO: "录音",
    Material.VIDEO: "视频",
    Material.OTHER: "其他材料",
}


class Role(StrEnum):
    """What a person at a post may do. One post, one role."""

    VILLAGE_WORKER = "village_worker"
    SCHOOL_REGISTRAR = "school_registrar"
    TOWNSHIP_OFFICER = "township_officer"
    COUNTY_REVIEWER = "county_reviewer"
    COUNTY_APPROVER = "county_approver"
    POLICE_DESK = "police_desk"
    COMMITTEE_SECRETARY = "committee_secretary"
    COURT_CLERK = "court_clerk"
    CITY_OFFICER = "city_officer"
    PROVINCE_OFFICER = "province_officer"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    SYSTEM = "system"  # the program itself: lapses, imports by schedule


ROLE_TERMS: dict[Role, str] = {
    Role.VILLAGE_WORKER: "村级信息员",
    Role.SCHOOL_REGISTRAR: "学校学籍管理员",
    Role.TOWNSHIP_OFFICER: "乡镇专干",
    Role.COUNTY_REVIEWER: "县局审核人",
    Role.COUNTY_APPROVER: "县局审批人",
    Role.POLICE_DESK: "公安协查岗",
    Role.COMMITTEE_SECRETARY: "专家委员会秘书",
    Role.COURT_CLERK: "法院联络岗",
    Role.CITY_OFFICER: "市级管理员",
    Role.PROVINCE_OFFICER: "省级管理员",
    Role.AUDITOR: "审计员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.SYSTEM: "系统",
}
