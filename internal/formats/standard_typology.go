package formats

import "strings"

// typologies are the codes of organisations that the national library takes.
// The schema leaves the column open.
var typologies = func() map[string]bool {
	set := map[string]bool{}
	for code := range strings.FieldsSeq(typologyCodes) {
		set[code] = true
	}
	return set
}()

const typologyCodes = `
ACI ACIPHC AFPA AI ASE ASSO ASSO_CHOMEUR Autre AVIP BIB CAARUD CADA CAF CAP_EMPLOI CAVA CC CCAS CCONS CD CDAS
CFP CHRS CHU CIAS CIDFF CITMET CMP CMS CPAM CPH CS CSAPA CSC DEETS DEPT DIPLP E2C EA EATT EI EITI ENM EPCI
EPI EPIDE EPN ES ESAT ESS ETTI EVS FABLAB FABRIQUE FAIS FT GEIQ HUDA LA_POSTE MDE MDH MDEF MDPH MDS MJC ML MQ
MSA MSAP MUNI OACAS ODC OF OIL OPCS PAD PENSION PI PIJ_BIJ PIMMS PJJ PLIE PREF PREVENTION REG RELAIS_LECTURE
RESSOURCERIE RFS RS_FJT SCP SPIP TIERS_LIEUX UDAF
`

func checkTypology(value string) string {
	if !typologies[value] {
		return "« " + value + " » n'est pas un type de structure connu."
	}
	return ""
}
